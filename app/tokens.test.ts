// The colours can be read: contrast of every pair that the pages use, in both themes, computed from tokens.css.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Colour = { l: number; c: number; h: number }
type Theme = 'light' | 'dark'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const SURFACES = ['page', 'rail', 'inset', 'hover', 'raised', 'accent-tint']
const WORDS = ['ink', 'ink-2', 'ink-3', 'accent', 'healthy-text', 'progressing-text', 'degraded-text', 'unknown-text', 'notice-text', 'danger-text']
const MARKS = ['healthy', 'progressing', 'degraded', 'unknown', 'notice', 'danger', 'risk-low', 'focus', 'data']

/** Words in a state's own colour that stand on its tint, and text on the rows of a diff. */
const OWN_GROUND = [
  ['healthy-text', 'healthy-tint'], ['progressing-text', 'progressing-tint'], ['degraded-text', 'degraded-tint'], ['notice-text', 'notice-tint'],
  ['danger-text', 'danger-tint'], ['unknown-text', 'unknown-tint'], ['ink', 'added'], ['ink', 'removed'], ['ink', 'added-mark'], ['ink', 'removed-mark'],
  ['ink-2', 'added'], ['ink-2', 'removed'], ['ink', 'notice-tint'], ['ink-on', 'ink'],
] as const

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(WORDS)('%s can be read as text on every surface (4.5 : 1)', (word) => {
    for (const surface of SURFACES) expect(contrast(word, surface, theme), surface).toBeGreaterThanOrEqual(4.5)
  })

  it.each(MARKS)('%s can be seen as a mark on every surface (3 : 1)', (mark) => {
    for (const surface of SURFACES) expect(contrast(mark, surface, theme), surface).toBeGreaterThanOrEqual(3)
  })

  it.each(['page', 'rail', 'raised'])('the edge of an input can be seen on %s (3 : 1)', (surface) => {
    expect(contrast('control', surface, theme)).toBeGreaterThanOrEqual(3)
  })

  it.each(OWN_GROUND)('%s can be read on %s (4.5 : 1)', (word, ground) => {
    expect(contrast(word, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })
})

function contrast(a: string, b: string, theme: Theme): number {
  const [dark = 0, light = 0] = [luminance(colour(a, theme)), luminance(colour(b, theme))].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

function colour(name: string, theme: Theme): Colour {
  const [light, dark] = [...(new RegExp(`--${name}: light-dark\\((.*)\\);`).exec(css)?.[1] ?? '').matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)]
    .map(([, l, c, h]) => ({ l: Number(l), c: Number(c), h: Number(h) }))
  const found = theme === 'light' ? light : dark
  if (found === undefined) throw new Error(`tokens.css has no colour ${name}`)
  return found
}

/** Relative luminance (WCAG) of an OKLCH colour; matrices of https://bottosson.github.io/posts/oklab/. */
function luminance({ l, c, h }: Colour): number {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
  const [r = 0, g = 0, bl = 0] = [red, green, blue].map((channel) => Math.min(1, Math.max(0, channel)))
  return 0.2126 * r + 0.7152 * g + 0.0722 * bl
}
