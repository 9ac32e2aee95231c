// Rates and widths of words on the map: the same everywhere, so that the map has the same shape on the server, in the browser and in tests.
import type { Locale } from '../../text.ts'
import { short } from '../sizing/figure.ts'
import type { TopologyLink } from './topology-types.ts'

const PER: readonly (readonly [string, number])[] = [['s', 1], ['min', 60], ['h', 3600], ['d', 86_400]]

/** A rate in the largest unit of time that leaves a whole one: 412000 is "412k/s", 0.0117 is "42.1/h". */
export function rateText(perSecond: number): string {
  if (perSecond === 0) return '0/s'
  const [unit, seconds] = PER.find(([, length]) => perSecond * length >= 1) ?? ['d', 86_400]
  return `${short(perSecond * seconds)}/${unit}`
}

/** A share of failures: "0.4 %", and "0" where there are none. */
export function shareText(share: number): string {
  return share === 0 ? '0' : `${Number((share * 100).toPrecision(2))}\u00a0%`
}

const NARROW = /[iljtfrI.,:;'|()[\]/ -]/
const WIDE = /[mwMW@%—]/
const HANGUL = /[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af]/

/** About how wide a text is drawn, in px, a little on the safe side: a name on the map is never cut. */
export function textWidth(words: string, { px = 12, bold = false }: { px?: number; bold?: boolean } = {}): number {
  let ems = 0
  for (const letter of words) {
    if (HANGUL.test(letter)) ems += 0.94
    else if (NARROW.test(letter)) ems += 0.36
    else if (WIDE.test(letter)) ems += 0.92
    else ems += /[A-Z]/.test(letter) ? 0.7 : 0.6
  }
  return Math.ceil(ems * px * (bold ? 1.06 : 1.02))
}

/** The wider of the two lines of a link's label. */
export function labelWidth({ rate, unit }: Pick<TopologyLink, 'rate' | 'unit'>, locale: Locale): number {
  return Math.max(textWidth(rate === undefined ? '–' : rateText(rate), { bold: true }), textWidth(unit[locale]))
}
