// Shapes of documents that Thanos reads, with where one does not fit. Pages carry these on every keystroke, so they are few lines and not zod's 31 KB.
import { text, type Text } from '../text.ts'

/** Says where and why a value does not fit, as the end of a sentence and without its full stop, or undefined. `at` is the path to it, "" for the whole. */
export type Shape = (value: unknown, at: string) => Text | undefined

const NO_LIST = text('not a list', '목록이 아닙니다')
export const NO_MAP = text('not a map', '맵이 아닙니다')
const NO_TEXT = text('not a text', '텍스트가 아닙니다')

export const aText: Shape = (value, at) => (typeof value === 'string' ? undefined : misfit(at, NO_TEXT))
export const aNumber: Shape = (value, at) => (typeof value === 'number' ? undefined : misfit(at, text('not a number', '숫자가 아닙니다')))
export const aSwitch: Shape = (value, at) => (typeof value === 'boolean' ? undefined : misfit(at, text('neither true nor false', 'true도 false도 아닙니다')))
/** A text, or a number or switch that YAML made of one. */
export const aScalar: Shape = (value, at) => (['string', 'number', 'boolean'].includes(typeof value) ? undefined : misfit(at, NO_TEXT))

/** What also passes `fits`, else the words. */
export function such(shape: Shape, fits: (written: string) => boolean, words: Text): Shape {
  return (value, at) => shape(value, at) ?? (fits(String(value)) ? undefined : misfit(at, words))
}

export function listOf(shape: Shape): Shape {
  return (value, at) => (Array.isArray(value) ? firstOf(value.entries(), ([index, item]) => shape(item, below(at, index))) : misfit(at, NO_LIST))
}

export function mapOf(shape: Shape): Shape {
  return (value, at) => (isMap(value) ? firstOf(Object.entries(value), ([key, item]) => shape(item, below(at, key))) : misfit(at, NO_MAP))
}

export function either(...shapes: readonly Shape[]): Shape {
  return (value, at) => (shapes.some((shape) => shape(value, at) === undefined) ? undefined : shapes.at(-1)?.(value, at))
}

/** A map with these fields. An `optional` one may be absent or null; what is not named is refused unless `isOpen`. */
export function fields({ needed = {}, optional = {}, isOpen = false }: { needed?: Readonly<Record<string, Shape>>; optional?: Readonly<Record<string, Shape>>; isOpen?: boolean }): Shape {
  return (value, at) => {
    if (!isMap(value)) return misfit(at, NO_MAP)
    const stranger = isOpen ? undefined : Object.keys(value).find((key) => !Object.hasOwn(needed, key) && !Object.hasOwn(optional, key))
    if (stranger !== undefined) return misfit(at, text(`there is no field ${stranger}`, `${stranger} 필드는 없습니다`))
    return firstOf(Object.entries(needed), ([key, shape]) => shape(value[key], below(at, key)))
      ?? firstOf(Object.entries(optional), ([key, shape]) => (value[key] === undefined || value[key] === null ? undefined : shape(value[key], below(at, key))))
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function firstOf<Item>(items: Iterable<Item>, look: (item: Item) => Text | undefined): Text | undefined {
  for (const item of items) {
    const found = look(item)
    if (found !== undefined) return found
  }
  return undefined
}

function below(at: string, key: string | number): string {
  return at === '' ? String(key) : `${at}.${key}`
}

/** The words with their place. */
export function misfit(at: string, words: Text): Text {
  return text(`${at === '' ? 'the file' : at}: ${words.en}`, `${at === '' ? '파일' : at}: ${words.ko}`)
}
