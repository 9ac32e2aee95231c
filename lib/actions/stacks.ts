'use server'
// The door for changes about stacks.
import { create } from '../services/stacks/create.ts'
import { protect, unprotect } from '../services/stacks/protect.ts'
import { setGateTimeout } from '../services/stacks/set-gate-timeout.ts'
import { serverAction } from './define.ts'

export const createStack = serverAction(create)
export const protectStack = serverAction(protect)
export const unprotectStack = serverAction(unprotect)
export const setStackGateTimeout = serverAction(setGateTimeout)
