'use server'
// The door for making and revoking tokens of the API.
import { create } from '../services/tokens/create.ts'
import { revoke } from '../services/tokens/revoke.ts'
import { serverAction } from './define.ts'

export const createToken = serverAction(create)
export const revokeToken = serverAction(revoke)
