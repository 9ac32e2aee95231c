// Whether the audit is what was written: the chain of hashes, from the first event to the last.
import 'server-only'
import { z } from 'zod'
import { checkChain } from '../../db/event-chain.ts'
import { readChain } from '../../db/events.ts'
import { query, type Verb } from '../command.ts'
import type { ChainView } from '../views.ts'
import { EventId } from './filter.ts'

export const VerifyEvents = z.object({
  /** The number and hash of an event that somebody wrote down. */
  noted: z.object({ id: EventId, hash: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
})
export type VerifyEvents = z.input<typeof VerifyEvents>

/** Reads every event; takes about a second for 100,000. */
export const verify: Verb<VerifyEvents, ChainView> = query({
  permission: 'event:verify',
  input: VerifyEvents,
  run: ({ tx }, { noted }) => checkChain((after, limit) => readChain(tx, after, limit), noted),
})
