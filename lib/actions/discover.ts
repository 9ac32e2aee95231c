'use server'
// The door for adopting what was found, and for taking ownership of it.
import { adopt } from '../services/discover/adopt.ts'
import { take } from '../services/ownership/take.ts'
import { serverAction } from './define.ts'

export const adoptFound = serverAction(adopt)
export const takeOwnership = serverAction(take)
