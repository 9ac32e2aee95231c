'use server'
// The door for saving desired state.
import { label } from '../services/revisions/label.ts'
import { restore } from '../services/revisions/restore.ts'
import { save } from '../services/revisions/save.ts'
import { unlabel } from '../services/revisions/unlabel.ts'
import { serverAction } from './define.ts'

export const saveRevision = serverAction(save)
export const restoreRevision = serverAction(restore)
export const labelRevision = serverAction(label)
export const unlabelRevision = serverAction(unlabel)
