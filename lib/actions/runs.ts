'use server'
// The doors for applying a plan, and for what one asks of a run while it goes on.
import { apply } from '../services/runs/apply.ts'
import { cancel } from '../services/runs/cancel.ts'
import { unstick } from '../services/runs/unstick.ts'
import { serverAction } from './define.ts'

export const applyPlan = serverAction(apply)
export const cancelRun = serverAction(cancel)
export const unstickRun = serverAction(unstick)
