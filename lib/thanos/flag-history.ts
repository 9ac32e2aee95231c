// One flag through the releases: where it is, how it stands there, and what it takes when it is absent.
import { defaultOf, deprecations, flagOf, isDocumented, isKnown } from './catalogue.ts'
import { type Kind, KINDS } from './kind.ts'
import { notesOf } from './releases/releases.ts'
import type { ReleaseNote } from './releases/note.ts'
import { type Release, RELEASES } from './version.ts'

/** `accepted`: Thanos takes it and its documentation does not name it. */
export type FlagStanding = 'absent' | 'accepted' | 'documented' | 'deprecated' | 'gone'

export type FlagAtRelease = { readonly release: Release; readonly standing: FlagStanding; readonly default: string | undefined; readonly isChange: boolean }

/** How a flag stands in every release, oldest first; [] for a flag that the kind never had. `isChange` marks where it differs from the release before. */
export function flagHistory(kind: Kind, name: string): FlagAtRelease[] {
  const flag = flagOf(kind, name)
  if (flag === undefined) return []
  const rows = RELEASES.map((release) => {
    const standing = standingOf(kind, name, release)
    return { release, standing, default: standing === 'absent' || standing === 'gone' ? undefined : defaultOf(flag, release) }
  })
  return rows.map((row, at) => {
    const before = rows[at - 1]
    return { ...row, isChange: before !== undefined && (before.standing !== row.standing || before.default !== row.default) }
  })
}

/** The other kinds that have a flag of this name. */
export function otherKindsOf(kind: Kind, name: string): Kind[] {
  return KINDS.filter((other) => other !== kind && flagOf(other, name) !== undefined)
}

/** What releases changed about a flag besides the flag itself, oldest first. */
export function notesOfFlag(kind: Kind, name: string): { release: Release; note: ReleaseNote }[] {
  return RELEASES.flatMap((release) => notesOf(release).filter((note) => note.flags?.includes(name) === true && (note.kinds.length === 0 || note.kinds.includes(kind))).map((note) => ({ release, note })))
}

function standingOf(kind: Kind, name: string, release: Release): FlagStanding {
  if (!isKnown(kind, name, release)) return flagOf(kind, name)?.removed !== undefined && RELEASES.some((earlier) => earlier < release && isKnown(kind, name, earlier)) ? 'gone' : 'absent'
  if (deprecations(kind, name, release).deprecatedSince !== undefined) return 'deprecated'
  return isDocumented(kind, name, release) ? 'documented' : 'accepted'
}
