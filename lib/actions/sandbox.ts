'use server'
// The door for what is made to fail on the sandbox.
import { switchFailure as verb } from '../services/sandbox/switch-failure.ts'
import { serverAction } from './define.ts'

export const switchFailure = serverAction(verb)
