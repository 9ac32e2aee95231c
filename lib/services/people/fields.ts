// The fields that the forms about people share, and the rules that several verbs about people keep.
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import type { Tx } from '../../db/client.ts'
import { countAdmins, findPerson, lockPeople, type PersonRow } from '../../db/people.ts'
import { AppError } from '../../errors.ts'
import { brokenRules, PASSWORD_LENGTH, type PasswordRule } from '../../password-rules.ts'

/** An e-mail address, in lower case, as better-auth looks it up. */
export const Email = z.string().trim().toLowerCase().pipe(z.email('This is not an e-mail address.').max(254))

/** One line of text without control characters: Postgres and the audit take nothing else. */
export const PersonName = z.string().trim().min(1, 'A name is missing.').max(100).regex(/^\P{Cc}+$/u, 'A name is one line of text.')

/** The token of a one-time link, as it stands in its address. */
export const LinkToken = z.string().min(1).max(200)

/** What is typed as a new password; whether it will do is asked by checkPassword(), which knows whose it is. */
export const NewPassword = z.string().max(1_000)

const BROKEN: Record<PasswordRule, string> = {
  length: `A password has ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.`,
  personal: 'A password holds neither the name nor the e-mail address.',
  common: 'This password is one of those that are tried first.',
}

/** INVALID, naming the rules that a password breaks; `details.rules` are their codes. */
export function checkPassword(password: string, owner: { name: string; email: string }): void {
  const rules = brokenRules(password, owner)
  if (rules.length > 0) throw new AppError('INVALID', rules.map((rule) => BROKEN[rule]).join(' '), { details: { rules } })
}

/** What a one-time link that does not work says; it does not tell why, since whoever asks is not known. */
export function deadLink(): AppError {
  return new AppError('NOT_FOUND', 'This link does not work: it was used, has expired, or was never given out. Ask for a new one.')
}

/** The person that someone else changes, with everybody's roles held still. CONFLICT when it is oneself. */
export async function personToChange(tx: Tx, actor: Actor, personId: string): Promise<PersonRow> {
  await lockPeople(tx)
  const person = await findPerson(tx, { id: personId })
  if (!person) throw new AppError('NOT_FOUND', 'There is no such person.')
  if (person.id === actor.id) throw new AppError('CONFLICT', 'Nobody changes their own rights. Ask another admin.', { details: { reason: 'self' } })
  return person
}

/** CONFLICT when nobody could act as admin without this person. */
export async function keepAnAdmin(tx: Tx, person: PersonRow): Promise<void> {
  if (person.role === 'admin' && !person.isDisabled && await countAdmins(tx) === 1) {
    throw new AppError('CONFLICT', `${person.name} is the only admin. Make someone else admin first.`, { details: { reason: 'last-admin' } })
  }
}
