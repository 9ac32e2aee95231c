'use server'
// The door for trying a connection. It changes nothing; a form asks before it is sent.
import { test } from '../services/connections/test.ts'
import { serverAction } from './define.ts'

export const testConnection = serverAction(test)
