// The newest runs of a stack.
import 'server-only'
import { z } from 'zod'
import { approversOf } from '../../db/approvals.ts'
import { optional } from '../../db/json.ts'
import { listRuns } from '../../db/runs.ts'
import { query, type Verb } from '../command.ts'
import type { RunView } from '../views.ts'
import { ReaderLocale, toView } from './view.ts'

export const ListRuns = z.object({ stackId: z.string(), limit: z.number().int().min(1).max(101).default(20), /** Only those older than this run. */ before: z.string().optional(), locale: ReaderLocale })

/** Newest first. */
export const list: Verb<z.input<typeof ListRuns>, RunView[]> = query({
  permission: 'run:read',
  input: ListRuns,
  async run({ tx }, { stackId, limit, before, locale }) {
    const runs = await listRuns(tx, stackId, { limit, ...optional('before', before) })
    const approvers = await approversOf(tx, runs.map(({ planId }) => planId))
    return runs.map((run) => ({ ...toView(run, locale), ...optional('approvedBy', approvers.get(run.planId)) }))
  },
})
