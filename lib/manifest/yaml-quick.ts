// Reads the plain YAML that nearly every manifest is written in, an order of magnitude faster than the full reader: no anchors, tags,
// merge keys, templates or faults. Gives up on all of these, so that the full reader (yaml-value.ts) alone decides what they mean.
import { CHOMPING_MODE, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml'
import type { Json, JsonObject } from './types.ts'
import { isTemplateValue } from './yaml-problem.ts'
import { plainValue } from './yaml-scalar.ts'

/** A document's value, where it starts in the text, and by list where each item starts. Offsets count UTF-16 units from 0. */
export type QuickDocument = { readonly value: Json; readonly start: number; readonly itemStarts: ReadonlyMap<Json[], number[]> }

/** The one document of a text, with the same value that the full reader gives; undefined where only that one can tell. */
export function quickDocument(text: string): QuickDocument | undefined {
  // Where readers of YAML differ: odd line ends and directives, indented markers, blocks that say their own indentation.
  if (UNUSUAL.test(text)) return undefined
  const events = eventsOf(text)
  if (events === undefined) return undefined
  try {
    return new Builder(text, events).document()
  } catch (caught) {
    if (caught === GIVE_UP) return undefined
    throw caught
  }
}

/** A line that begins with a tab: content inside a block of text, a matter of dispute anywhere else. */
const LEADING_TAB = /^ *\t/gm
const UNUSUAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\r(?!\n)|^ *%|^ +(?:---|\.\.\.)|(?:^|[ \n])[|>][-+]?[1-9]/m
/** What ends a key on its line: anything else is a key of the long form (`? key`). */
const KEY_END = /["']?[ \t]*:/y
const GIVE_UP = new Error('only the full reader can tell')

function eventsOf(text: string): Event[] | undefined {
  try {
    return parseEvents(text, {})
  } catch {
    return undefined // The full reader says what is wrong, and where.
  }
}

class Builder {
  readonly #text: string
  readonly #events: readonly Event[]
  readonly #itemStarts = new Map<Json[], number[]>()
  readonly #tabs: readonly number[]
  #tabsInBlocks = 0
  #at = 0

  constructor(text: string, events: readonly Event[]) {
    this.#text = text
    this.#tabs = text.includes('\t') ? [...text.matchAll(LEADING_TAB)].map(({ index }) => index) : []
    this.#events = events
  }

  document(): QuickDocument {
    const [begin, root] = this.#events
    if (begin?.type !== EVENT_ID.DOCUMENT || (root?.type !== EVENT_ID.MAPPING && root?.type !== EVENT_ID.SEQUENCE)) throw GIVE_UP
    this.#at = 1
    const { start } = root
    const value = this.#node()
    // One document to a text: whatever follows has to be looked at closely.
    if (this.#next().type !== EVENT_ID.POP || this.#at !== this.#events.length || this.#tabsInBlocks < this.#tabs.length) throw GIVE_UP
    return { value, start, itemStarts: this.#itemStarts }
  }

  #next(): Event {
    const event = this.#events[this.#at]
    this.#at += 1
    if (event === undefined) throw GIVE_UP
    return event
  }

  #isPop(): boolean {
    return this.#events[this.#at]?.type === EVENT_ID.POP
  }

  #node(): Json {
    const event = this.#next()
    switch (event.type) {
      case EVENT_ID.SCALAR: return this.#scalar(event)
      case EVENT_ID.MAPPING: return isBare(event) ? this.#mapping() : giveUp()
      case EVENT_ID.SEQUENCE: return isBare(event) ? this.#sequence() : giveUp()
      default: return giveUp()
    }
  }

  #mapping(): JsonObject {
    const mapping: JsonObject = {}
    while (!this.#isPop()) {
      const event = this.#next()
      if (event.type !== EVENT_ID.SCALAR) throw GIVE_UP
      const word = this.#scalar(event)
      KEY_END.lastIndex = event.valueEnd
      if (!KEY_END.test(this.#text)) throw GIVE_UP
      if (word === null || word === '<<' || word === '__proto__' || event.valueStart < 0) throw GIVE_UP
      const key = String(word)
      if (Object.hasOwn(mapping, key)) throw GIVE_UP
      mapping[key] = this.#node()
    }
    this.#at += 1
    return mapping
  }

  #sequence(): Json[] {
    const items: Json[] = []
    const starts: number[] = []
    for (let event = this.#events[this.#at]; event !== undefined && event.type !== EVENT_ID.POP; event = this.#events[this.#at]) {
      starts.push(startOf(event))
      items.push(this.#node())
    }
    this.#at += 1
    this.#itemStarts.set(items, starts)
    return items
  }

  #passTabs({ valueStart, valueEnd }: ScalarEvent): void {
    let tab = this.#tabs[this.#tabsInBlocks]
    if (tab !== undefined && tab < valueStart) throw GIVE_UP
    while (tab !== undefined && tab < valueEnd) {
      this.#tabsInBlocks += 1
      tab = this.#tabs[this.#tabsInBlocks]
    }
  }

  #scalar(event: ScalarEvent): string | number | boolean | null {
    if (event.anchorStart >= 0 || event.tagStart >= 0) throw GIVE_UP
    if (event.chomping === CHOMPING_MODE.KEEP) throw GIVE_UP
    const word = getScalarValue(this.#text, event)
    if (event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK) {
      this.#passTabs(event)
      return word
    }
    if (word.includes('{{') && isTemplateValue(word)) throw GIVE_UP
    if (event.style !== SCALAR_STYLE.PLAIN) return word
    const plain = plainValue(word)
    return plain.kind === 'value' ? plain.value : giveUp()
  }
}

function giveUp(): never {
  throw GIVE_UP
}

function isBare(event: { anchorStart: number; tagStart: number }): boolean {
  return event.anchorStart < 0 && event.tagStart < 0
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start
  return event.type === EVENT_ID.SCALAR ? Math.max(event.valueStart, 0) : 0
}
