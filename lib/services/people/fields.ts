// The fields that the forms about people share, and the rules that several verbs about people keep.
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import type { Tx } from '../../db/client.ts'
import { countAdmins, findPerson, lockPeople, type PersonRow } from '../../db/people.ts'
import { AppError } from '../../errors.ts'
import { brokenRules, PASSWORD_LENGTH, type PasswordRule } from '../../password-rules.ts'
import { said } from '../../said.ts'
import { text, type Locale, type Text } from '../../text.ts'

/** An e-mail address, in lower case, as better-auth looks it up. */
export const Email = z.string().trim().toLowerCase().pipe(z.email(said('This is not an e-mail address.', '이메일 주소가 아닙니다.')).max(254))

/** One line of text without control characters: Postgres and the audit take nothing else. */
export const PersonName = z.string().trim().min(1, said('A name is missing.', '이름이 없습니다.')).max(100).regex(/^\P{Cc}+$/u, said('A name is one line of text.', '이름은 한 줄의 글입니다.'))

/** The token of a one-time link, as it stands in its address. */
export const LinkToken = z.string().min(1).max(200)

/** What is typed as a new password; whether it will do is asked by checkPassword(), which knows whose it is. */
export const NewPassword = z.string().max(1_000)

const BROKEN: Record<PasswordRule, Text> = {
  length: text(
    `A password has ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.`,
    `비밀번호는 ${PASSWORD_LENGTH.min}자 이상 ${PASSWORD_LENGTH.max}자 이하입니다.`,
  ),
  personal: text('A password holds neither the name nor the e-mail address.', '비밀번호에는 이름이나 이메일 주소를 넣을 수 없습니다.'),
  common: text('This password is one of those that are tried first.', '가장 먼저 시도되는 비밀번호 가운데 하나입니다.'),
}

/** INVALID, naming the rules that a password breaks; `details.rules` are their codes. */
export function checkPassword(password: string, owner: { name: string; email: string }): void {
  const rules = brokenRules(password, owner)
  const words = (locale: Locale): string => rules.map((rule) => BROKEN[rule][locale]).join(' ')
  if (rules.length > 0) throw new AppError('INVALID', text(words('en'), words('ko')), { details: { rules } })
}

/** What a one-time link that does not work says; it does not tell why, since whoever asks is not known. */
export function deadLink(): AppError {
  return new AppError('NOT_FOUND', text('This link does not work: it was used, has expired, or was never given out. Ask for a new one.', '이 링크는 쓸 수 없습니다. 이미 쓰였거나 만료되었거나 발급된 적이 없습니다. 새 링크를 요청하세요.'))
}

/** The person that someone else changes, with everybody's roles held still. CONFLICT when it is oneself. */
export async function personToChange(tx: Tx, actor: Actor, personId: string): Promise<PersonRow> {
  await lockPeople(tx)
  const person = await findPerson(tx, { id: personId })
  if (!person) throw new AppError('NOT_FOUND', text('There is no such person.', '그런 사람이 없습니다.'))
  if (person.id === actor.id) throw new AppError('CONFLICT', text('Nobody changes their own rights. Ask another admin.', '자신의 권한은 바꿀 수 없습니다. 다른 관리자에게 요청하세요.'), { details: { reason: 'self' } })
  return person
}

/** CONFLICT when nobody could act as admin without this person. */
export async function keepAnAdmin(tx: Tx, person: PersonRow): Promise<void> {
  if (person.role === 'admin' && !person.isDisabled && await countAdmins(tx) === 1) {
    throw new AppError('CONFLICT', text(`${person.name} is the only admin. Make someone else admin first.`, `${person.name} 님이 유일한 관리자입니다. 먼저 다른 사람을 관리자로 지정하세요.`), { details: { reason: 'last-admin' } })
  }
}
