'use server'
// The door for ending sessions.
import { endMine, endMyOthers, endOf } from '../services/sessions/end.ts'
import { serverAction } from './define.ts'

export const endMySession = serverAction(endMine)
export const endMyOtherSessions = serverAction(endMyOthers)
export const endSessionsOf = serverAction(endOf)
