'use server'
// The door for applying a plan.
import { apply } from '../services/runs/apply.ts'
import { serverAction } from './define.ts'

export const applyPlan = serverAction(apply)
