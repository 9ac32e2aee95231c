// The catalogue as the flag reference lists it: one row a flag in one language; kinds that share a flag word for word share its row.
import { flagsOf } from '#lib/thanos/catalogue.ts'
import type { Flag, ValueType } from '#lib/thanos/flag.ts'
import { type Kind, KINDS } from '#lib/thanos/kind.ts'
import type { Locale } from '#lib/text.ts'

/** Absent keys mean what they mean in Flag. Versions are "0.38". */
export type FlagRow = {
  /** Name and first kind: what a link names. */
  id: string
  name: string
  kinds: Kind[]
  type: ValueType
  help: string
  default?: string
  /** A default that older releases had. */
  defaultBefore?: { before: string; value: string }
  values?: readonly string[]
  repeatable?: true
  hidden?: true
  since?: string
  deprecated?: string
  removed?: string
  replacedBy?: string
}

/** All flags of all kinds, by name. */
export function flagRows(locale: Locale): FlagRow[] {
  const rows = new Map<string, FlagRow>()
  for (const kind of KINDS) {
    for (const [name, flag] of Object.entries(flagsOf(kind))) {
      const key = `${name} ${JSON.stringify(flag)}`
      const row = rows.get(key)
      if (row === undefined) rows.set(key, rowOf(kind, name, flag, locale))
      else row.kinds.push(kind)
    }
  }
  return [...rows.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en'))
}

function rowOf(kind: Kind, name: string, flag: Flag, locale: Locale): FlagRow {
  const { type, default: fallback, defaultBefore, values, repeatable, hidden, since, deprecated, removed, replacedBy } = flag
  return {
    id: `${kind}.${name}`, name, kinds: [kind], type, help: flag[locale],
    ...(fallback !== undefined && { default: fallback }), ...(defaultBefore !== undefined && { defaultBefore: { ...defaultBefore } }), ...(values !== undefined && { values }), ...(repeatable && { repeatable }), ...(hidden && { hidden }),
    ...(since !== undefined && { since }), ...(deprecated !== undefined && { deprecated }), ...(removed !== undefined && { removed }), ...(replacedBy !== undefined && { replacedBy }),
  }
}
