// Every route of the API, in the order in which its reference tells them.
import type { ApiRoute } from './define-route.ts'
import { getEvent, listEvents } from './routes/events.ts'
import { diagnose, getLive } from './routes/live.ts'
import { approvePlan, createPlan, getPlan, listPlans, rejectPlan } from './routes/plans.ts'
import { getRetention, setRetention } from './routes/retention.ts'
import { createRevision, getRevision, listRevisions, restoreRevision } from './routes/revisions.ts'
import { cancelRun, createRun, getRun, listRuns, streamRun } from './routes/runs.ts'
import { getStack, getStatus, listStacks } from './routes/stacks.ts'

export const ROUTES: readonly ApiRoute[] = [
  listStacks, getStack, getStatus,
  getLive, diagnose,
  getRetention, setRetention,
  listRevisions, getRevision, createRevision, restoreRevision,
  listPlans, getPlan, createPlan, approvePlan, rejectPlan,
  listRuns, getRun, streamRun, createRun, cancelRun,
  listEvents, getEvent,
]
