// Every key that the frame binds, and the words for it: the frame acts by this table and the list of keys is drawn from it.
import { ALL_PAGES } from './pages.ts'

/** What a key does. The first four are done by the frame itself, the others by the part of the page that has the focus. */
export type KeyCommand = 'find' | 'keys' | 'filter' | 'go' | 'move' | 'open' | 'close'

export type KeyBinding = {
  command: KeyCommand
  group: 'list' | 'anywhere'
  /** As they are drawn. */
  caps: readonly string[]
  /** Whether this press means it; absent where another part of the page hears it. */
  hears?: (event: KeyboardEvent) => boolean
  /** What must be on the page for it to do anything. */
  needs?: string
}

export const KEYS: readonly KeyBinding[] = [
  { command: 'move', group: 'list', caps: ['↑', '↓'], needs: '[data-row-link]' },
  { command: 'open', group: 'list', caps: ['Enter'], needs: '[data-row-link]' },
  { command: 'filter', group: 'list', caps: ['/'], hears: (event) => plain(event) && event.key === '/', needs: 'input[data-filter]' },
  { command: 'find', group: 'anywhere', caps: ['⌘K'], hears: (event) => (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && letterOf(event) === 'k' },
  { command: 'keys', group: 'anywhere', caps: ['?'], hears: (event) => plain(event) && event.key === '?' },
  { command: 'go', group: 'anywhere', caps: ['g', '…'], hears: (event) => plain(event) && !event.shiftKey && letterOf(event) === 'g' },
  { command: 'close', group: 'anywhere', caps: ['Esc'] },
]

/** The page that a letter goes to behind `g`. */
export function pageBehind(letter: string | undefined): (typeof ALL_PAGES)[number] | undefined {
  return ALL_PAGES.find((page) => page.key === letter)
}

/** By the key's place, so that a Korean input method changes nothing. */
export function letterOf(event: KeyboardEvent): string | undefined {
  return /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase()
}

function plain(event: KeyboardEvent): boolean {
  return !event.metaKey && !event.ctrlKey && !event.altKey
}
