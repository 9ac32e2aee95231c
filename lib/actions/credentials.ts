'use server'
// The door for writing credentials: through here to the cluster, and kept nowhere.
import { write } from '../services/credentials/write.ts'
import { serverAction } from './define.ts'

export const writeCredentials = serverAction(write)
