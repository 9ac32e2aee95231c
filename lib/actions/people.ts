'use server'
// The door for changes about people.
import { create } from '../services/people/create.ts'
import { setRole } from '../services/people/set-role.ts'
import { setup } from '../services/people/setup.ts'
import { serverAction } from './define.ts'

export const setUp = serverAction(setup, { as: 'newcomer' })
export const invitePerson = serverAction(create)
export const setPersonRole = serverAction(setRole)
