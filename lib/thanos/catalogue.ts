// The flag catalogue: every flag of every Thanos component that Gauntlet knows, and what follows from it.
import { COMPACT_FLAGS } from './compact/flags.ts'
import type { Flag, FlagTable } from './flag.ts'
import type { Kind } from './kind.ts'
import { QUERY_FLAGS } from './query/flags.ts'
import { QUERY_FRONTEND_FLAGS } from './query-frontend/flags.ts'
import { RECEIVE_FLAGS } from './receive/flags.ts'
import { RULE_FLAGS } from './rule/flags.ts'
import { SIDECAR_FLAGS } from './sidecar/flags.ts'
import { STORE_FLAGS } from './store/flags.ts'
import { isAtLeast } from './version.ts'

export { valueProblem } from './value-problem.ts'
export { NEWEST, RELEASES, releaseOf } from './version.ts'

export const TABLES = {
  'query': QUERY_FLAGS,
  'query-frontend': QUERY_FRONTEND_FLAGS,
  'receive': RECEIVE_FLAGS,
  'store': STORE_FLAGS,
  'compact': COMPACT_FLAGS,
  'rule': RULE_FLAGS,
  'sidecar': SIDECAR_FLAGS,
} as const satisfies Record<Kind, FlagTable>

/** All flags of a kind by name, hidden and removed ones included. */
export function flagsOf(kind: Kind): FlagTable {
  return TABLES[kind]
}

/** One flag of a kind; undefined when the kind never had it. */
export function flagOf(kind: Kind, name: string): Flag | undefined {
  const table = flagsOf(kind)
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/**
 * Whether a release starts with the flag, documented or hidden. `release` is "v0.38", or "v0.35.0" where the patch matters;
 * releases newer than the catalogue are judged by its newest, as far as it does not know better.
 */
export function isKnown(kind: Kind, name: string, release: string): boolean {
  const flag = flagOf(kind, name)
  if (!flag) return false
  return hasArrived(flag.accepted ?? flag.since, release) && !hasGone(flag, release)
}

/** Whether the documentation of a release names the flag. */
export function isDocumented(kind: Kind, name: string, release: string): boolean {
  const flag = flagOf(kind, name)
  return flag !== undefined && !flag.hidden && hasArrived(flag.since, release) && !hasGone(flag, release)
}

function hasArrived(first: string | undefined, release: string): boolean {
  return first === undefined || isAtLeast(release, first)
}

function hasGone(flag: Flag, release: string): boolean {
  return flag.removed !== undefined && isAtLeast(release, flag.removed)
}

/** The value that a release takes when the flag is absent; undefined when there is none. */
export function defaultOf(flag: Flag, release: string): string | undefined {
  if (flag.defaultBefore && !isAtLeast(release, flag.defaultBefore.before)) return flag.defaultBefore.value
  return flag.default
}

/** What version lint has to say about a flag in a release; empty when the flag is as good as ever. Releases are "0.38". */
export type Deprecation = { deprecatedSince?: string; removedIn?: string; replacedBy?: string }

/** Says when a flag was deprecated, if that is by `release`, when it goes or went, and what takes its place. */
export function deprecations(kind: Kind, name: string, release: string): Deprecation {
  const flag = flagOf(kind, name)
  if (!flag) return {}
  const isDeprecated = flag.deprecated !== undefined && isAtLeast(release, flag.deprecated)
  if (!isDeprecated && flag.removed === undefined) return {}
  return {
    ...(isDeprecated && flag.deprecated !== undefined ? { deprecatedSince: flag.deprecated } : {}),
    ...(flag.removed === undefined ? {} : { removedIn: flag.removed }),
    ...(flag.replacedBy === undefined ? {} : { replacedBy: flag.replacedBy }),
  }
}

/** What is different about a kind's flags in `to`, seen from `from`. Flag names, in the order of the table. */
export type ReleaseChanges = {
  added: string[]
  removed: string[]
  deprecated: string[]
  defaults: { flag: string; before: string | undefined; after: string | undefined }[]
}

/** The changes between two releases, `from` the older one. Hidden flags count only when they go. */
export function changesBetween(kind: Kind, from: string, to: string): ReleaseChanges {
  const entries = Object.entries(flagsOf(kind))
  const stays = (name: string): boolean => isKnown(kind, name, from) && isKnown(kind, name, to)
  return {
    added: entries.filter(([name]) => !isDocumented(kind, name, from) && isDocumented(kind, name, to)).map(([name]) => name),
    removed: entries.filter(([name]) => isKnown(kind, name, from) && !isKnown(kind, name, to)).map(([name]) => name),
    deprecated: entries
      .filter(([name, { deprecated }]) => stays(name) && deprecated !== undefined && !isAtLeast(from, deprecated) && isAtLeast(to, deprecated))
      .map(([name]) => name),
    defaults: entries
      .filter(([name, flag]) => stays(name) && defaultOf(flag, from) !== defaultOf(flag, to))
      .map(([name, flag]) => ({ flag: name, before: defaultOf(flag, from), after: defaultOf(flag, to) })),
  }
}
