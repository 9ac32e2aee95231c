'use server'
// The door for asking what a revision would do, and for deciding about that.
import { approve, reject, withdraw } from '../services/plans/approve.ts'
import { compute } from '../services/plans/compute.ts'
import { serverAction } from './define.ts'

export const computePlan = serverAction(compute)
export const approvePlan = serverAction(approve)
export const rejectPlan = serverAction(reject)
export const withdrawApproval = serverAction(withdraw)
