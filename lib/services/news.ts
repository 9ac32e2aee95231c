// How those who follow something wait for the next that is new: until it rings, until it was quiet for long enough, or until nobody listens any more.

/** Whether something new came before it was quiet for `quietMs`; true as well once `signal` is aborted. `arm` is given what rings. */
export function news({ quietMs, signal, arm }: { quietMs: number; signal: AbortSignal; arm: (ring: () => void) => void }): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (came: boolean): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(came)
    }
    const stop = (): void => { end(true) }
    const timer = setTimeout(() => { end(false) }, quietMs)
    signal.addEventListener('abort', stop, { once: true })
    arm(() => { end(true) })
  })
}
