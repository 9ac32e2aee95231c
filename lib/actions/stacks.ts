'use server'
// The door for changes about stacks.
import { create } from '../services/stacks/create.ts'
import { protect, unprotect } from '../services/stacks/protect.ts'
import { serverAction } from './define.ts'

export const createStack = serverAction(create)
export const protectStack = serverAction(protect)
export const unprotectStack = serverAction(unprotect)
