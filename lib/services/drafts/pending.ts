// How much a person has edited and not saved, stack by stack, for the bar.
import 'server-only'
import { z } from 'zod'
import { listDraftEdits } from '../../db/drafts.ts'
import { query, type Verb } from '../command.ts'
import type { PendingDraft } from '../views.ts'

export const pending: Verb<Record<string, never>, PendingDraft[]> = query({
  permission: 'revision:write',
  input: z.object({}),
  run: ({ tx, actor }) => listDraftEdits(tx, actor.id),
})
