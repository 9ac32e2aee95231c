// Keeps text that is being typed and that no draft has yet: in the memory of the tab, and over a reload in the storage of the tab, where
// no credential may come.
import { isCredentialVariable } from '#lib/manifest/credential-name.ts'
import { credentialSpans } from '#lib/manifest/credential-text.ts'

/** `from` is the YAML of the draft that the text stands for: what it was typed over, or what came of it once it was taken. */
export type Held = { readonly text: string; readonly from: string; readonly isTaken: boolean }

export type HeldStore = {
  readonly get: (key: string) => Held | undefined
  readonly hold: (key: string, held: Held) => void
  readonly drop: (key: string) => void
  readonly subscribe: (onChange: () => void) => () => void
  /** Puts what nobody took into the storage, since the page may go now. False when some of it found no place there. */
  readonly leave: () => boolean
}

const NAME = 'gauntlet.held'

/** The store of a tab; `storage` is asked for late, since a server has none. */
export function createHeldStore(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): HeldStore {
  let held: Map<string, Held> | undefined
  const listeners = new Set<() => void>()
  const all = (): Map<string, Held> => (held ??= new Map(restored()))

  function restored(): [string, Held][] {
    try {
      // Safe because nothing but leave() writes there.
      return JSON.parse(storage().getItem(NAME) ?? '[]') as [string, Held][]
    } catch {
      return [] // Forbidden or unreadable storage is the same as none.
    }
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  return {
    get: (key) => all().get(key),
    hold(key, next) {
      all().set(key, next)
      tell()
    },
    drop(key) {
      all().delete(key)
      tell()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    leave() {
      const open = [...all()].filter(([, { text, from, isTaken }]) => !isTaken && text !== from)
      const harmless = open.filter(([, { text, from }]) => !mayHoldCredentials(text) && !mayHoldCredentials(from))
      try {
        if (harmless.length === 0) storage().removeItem(NAME)
        else storage().setItem(NAME, JSON.stringify(harmless))
      } catch {
        return open.length === 0
      }
      return harmless.length === open.length
    },
  }
}

const VARIABLE = /\bname["']?\s*:\s*["']?([\w.-]+)["']?\s*[,\n]\s*["']?value["']?\s*:/g
const VARIABLE_BACKWARDS = /\bvalue["']?\s*:[^\n,]*[,\n]\s*["']?name["']?\s*:\s*["']?([\w.-]+)/g

/** Broken YAML has no structure to look into: what looks like a Secret or a variable of that kind counts. */
function mayHoldCredentials(text: string): boolean {
  return /\bkind["']?\s*:\s*["']?Secret\b/.test(text) || credentialSpans(text).length > 0
    || [VARIABLE, VARIABLE_BACKWARDS].some((pattern) => [...text.matchAll(pattern)].some(([, name = '']) => isCredentialVariable(name)))
}
