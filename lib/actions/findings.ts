'use server'
// The door for accepting findings and for withdrawing that.
import { accept } from '../services/findings/accept.ts'
import { withdraw } from '../services/findings/withdraw.ts'
import { serverAction } from './define.ts'

export const acceptFindings = serverAction(accept)
export const withdrawAcceptance = serverAction(withdraw)
