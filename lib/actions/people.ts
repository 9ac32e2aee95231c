'use server'
// The door for changes about people.
import { cancelInvite } from '../services/people/cancel-invite.ts'
import { changePassword } from '../services/people/change-password.ts'
import { create } from '../services/people/create.ts'
import { offerReset } from '../services/people/offer-reset.ts'
import { remove } from '../services/people/remove.ts'
import { resetPassword } from '../services/people/reset-password.ts'
import { disable, enable } from '../services/people/set-disabled.ts'
import { setRole } from '../services/people/set-role.ts'
import { setup } from '../services/people/setup.ts'
import { serverAction } from './define.ts'

export const setUp = serverAction(setup, { as: 'newcomer' })
export const setNewPassword = serverAction(resetPassword, { as: 'newcomer' })
export const invitePerson = serverAction(create)
export const takeBackInvite = serverAction(cancelInvite)
export const setPersonRole = serverAction(setRole)
export const disablePerson = serverAction(disable)
export const enablePerson = serverAction(enable)
export const removePerson = serverAction(remove)
export const offerPasswordReset = serverAction(offerReset)
export const changeOwnPassword = serverAction(changePassword)
