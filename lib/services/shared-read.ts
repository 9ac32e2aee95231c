// What many ask of a cluster within some seconds is asked once: whoever comes while it is under way, or shortly after, gets the same answer with its age.
// Every process of Gauntlet has its own; the answer is only as old as `keptMs`, so replicas need not agree on it.

type Kept<T> = { startedAt: number; endedAt?: number; value: Promise<T> }
/** Answers by what they are about. */
export type Reads<T> = Map<string, Kept<T>>

/** Reads, or joins a read of the same key that is under way or ended less than `keptMs` ago; a failure is kept alike. `at` is when that read began, in ms since 1970. */
export async function sharedRead<T>(reads: Reads<T>, { key, keptMs }: { key: string; keptMs: number }, read: () => Promise<T>): Promise<{ at: number; value: T }> {
  const now = Date.now()
  for (const [each, { endedAt }] of reads) if (endedAt !== undefined && now - endedAt >= keptMs) reads.delete(each)
  const kept = reads.get(key) ?? begin(read, now)
  reads.set(key, kept)
  return { at: kept.startedAt, value: await kept.value }
}

function begin<T>(read: () => Promise<T>, startedAt: number): Kept<T> {
  const kept: Kept<T> = { startedAt, value: read() }
  const ended = (): void => { kept.endedAt = Date.now() }
  kept.value.then(ended, ended)
  return kept
}
