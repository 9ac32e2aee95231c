// What each release brought, by release; and the releases that lie on the way from one to another.
import { type Release, RELEASES } from '../version.ts'
import type { ReleaseNote } from './note.ts'
import { NOTES_V32_TO_V36 } from './notes-v0.32-v0.36.ts'
import { NOTES_V37_TO_V42 } from './notes-v0.37-v0.42.ts'

const NOTES = new Map([...NOTES_V32_TO_V36, ...NOTES_V37_TO_V42].map(({ release, notes }) => [release, notes]))

/** What a release brought; [] for the oldest one that is known. */
export function notesOf(release: Release): readonly ReleaseNote[] {
  return NOTES.get(release) ?? []
}

/**
 * The releases whose changes are met on the way, in the order in which they are: upwards without the first and with the last,
 * downwards from the first to the one above the last. `from` may be unknown to the catalogue ("v0.29", "v0.43").
 */
export function releasesBetween(from: string, to: Release): { direction: 'up' | 'down' | 'same'; releases: Release[] } {
  const start = minorOf(from)
  const end = minorOf(to)
  if (start === end) return { direction: 'same', releases: [] }
  if (start < end) return { direction: 'up', releases: RELEASES.filter((release) => minorOf(release) > start && minorOf(release) <= end) }
  return { direction: 'down', releases: RELEASES.filter((release) => minorOf(release) <= start && minorOf(release) > end).toReversed() }
}

function minorOf(release: string): number {
  return Number(/\.(\d+)/.exec(release)?.[1] ?? Number.NaN)
}
