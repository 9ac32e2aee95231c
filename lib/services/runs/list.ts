// The newest runs of a stack.
import 'server-only'
import { z } from 'zod'
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
    return (await listRuns(tx, stackId, { limit, ...optional('before', before) })).map((run) => toView(run, locale))
  },
})
