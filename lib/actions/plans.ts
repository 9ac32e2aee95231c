'use server'
// The door for asking what a revision would do.
import { compute } from '../services/plans/compute.ts'
import { serverAction } from './define.ts'

export const computePlan = serverAction(compute)
