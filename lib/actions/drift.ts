'use server'
// The door for looking at drift now, and for making the next revision of what the cluster has.
import { check } from '../services/drift/check.ts'
import { take } from '../services/drift/take.ts'
import { serverAction } from './define.ts'

export const checkDrift = serverAction(check)
export const takeDrift = serverAction(take)
