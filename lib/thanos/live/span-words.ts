// Lengths of time as people say them, for sentences. Values of flags stay as they are written ("31d").
import { text, type Text } from '../../text.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Whole days from two days on, whole hours from two hours on, else minutes: "31 days", "31일". */
export function roughly(ms: number): Text {
  if (ms >= 2 * DAY_MS) return counted(Math.round(ms / DAY_MS), DAY)
  if (ms >= 2 * HOUR_MS) return counted(Math.round(ms / HOUR_MS), HOUR)
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS))
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const [first, second] = [hours === 0 ? undefined : counted(hours, HOUR), rest === 0 ? undefined : counted(rest, MINUTE)]
  if (first === undefined || second === undefined) return first ?? second ?? counted(minutes, MINUTE)
  return text(`${first.en} ${second.en}`, `${first.ko} ${second.ko}`)
}

/** Seconds below two minutes, else as roughly() says it. */
export function roughlySeconds(ms: number): Text {
  return ms < 2 * MINUTE_MS ? counted(Math.round(ms / 1000), SECOND) : roughly(ms)
}

const [DAY, HOUR, MINUTE, SECOND] = [text('day', '일'), text('hour', '시간'), text('minute', '분'), text('second', '초')]

function counted(count: number, { en, ko }: Text): Text {
  return text(`${count} ${en}${count === 1 ? '' : 's'}`, `${count}${ko}`)
}
