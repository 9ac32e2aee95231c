'use server'
// The door for saving desired state.
import { restore } from '../services/revisions/restore.ts'
import { save } from '../services/revisions/save.ts'
import { serverAction } from './define.ts'

export const saveRevision = serverAction(save)
export const restoreRevision = serverAction(restore)
