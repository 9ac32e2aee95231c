'use server'
// The door for changes about stacks.
import { create } from '../services/stacks/create.ts'
import { serverAction } from './define.ts'

export const createStack = serverAction(create)
