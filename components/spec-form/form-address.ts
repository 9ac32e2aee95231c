// What the form of a workload is narrowed by, as it stands in the address.
import { parseAsString, parseAsStringLiteral } from 'nuqs'
import type { FieldChip } from './form-model.ts'

const CHIPS = ['all', 'set', 'edited', 'faulty', 'new'] as const satisfies readonly FieldChip[]

export const FORM_ADDRESS = { q: parseAsString.withDefault(''), show: parseAsStringLiteral(CHIPS).withDefault('all') }
