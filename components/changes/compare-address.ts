// What the address of a comparison says: its two sides, how it is read, and what it is narrowed by. The page and the browser read it alike.
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

/** Each side is a number, a label, "head", "applied" or "draft". */
export const COMPARED_SIDES = { from: parseAsString, to: parseAsString }

export const READINGS = ['fields', 'yaml'] as const
export type Reading = (typeof READINGS)[number]

export const COMPARE_READING = { view: parseAsStringLiteral(READINGS).withDefault('fields'), q: parseAsString.withDefault('') }

/** Reads the two sides of an address. */
export const loadComparedSides = createLoader(COMPARED_SIDES)
