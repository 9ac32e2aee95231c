// Finds flags by name for the palette. Apart, because the catalogue is heavy.
import { flagsOf } from '#lib/thanos/catalogue.ts'
import { type Kind, KINDS } from '#lib/thanos/kind.ts'

export type FlagHit = { kind: Kind; name: string }

const MOST = 20

/** Flags whose name contains the text, those that begin with it first; at most twenty. */
export function findFlags(text: string): FlagHit[] {
  const wanted = text.toLowerCase()
  return KINDS.flatMap((kind) => Object.keys(flagsOf(kind)).map((name) => ({ kind, name, at: name.indexOf(wanted) })))
    .filter((hit) => hit.at >= 0)
    .toSorted((a, b) => a.at - b.at || a.name.localeCompare(b.name))
    .slice(0, MOST)
    .map(({ kind, name }) => ({ kind, name }))
}
