// The last day of an acceptance, as it is typed, and the moment that it means: the end of that day where the reader is.
export const LONGEST_DAYS = 365
/** More than this at a time nobody has read; the verb refuses them. */
export const MOST_AT_ONCE = 100

/** The day (YYYY-MM-DD, in the time zone of this machine) that comes so many days after a moment. */
export function dayAfter(from: Date, days: number): string {
  const day = new Date(from.getFullYear(), from.getMonth(), from.getDate() + days)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

export type EndProblem = 'noDay' | 'over' | 'tooFar'

/** The end of a typed day, or what is wrong with it. */
export function acceptanceEnd(day: string, now: Date): Date | EndProblem {
  const [year, month, date] = day.split('-').map(Number)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || year === undefined || month === undefined || date === undefined) return 'noDay'
  const end = new Date(year, month - 1, date, 23, 59, 59)
  if (Number.isNaN(end.getTime()) || end.getDate() !== date) return 'noDay'
  if (end <= now) return 'over'
  return day > dayAfter(now, LONGEST_DAYS) ? 'tooFar' : end
}
