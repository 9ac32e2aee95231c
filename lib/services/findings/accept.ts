// Accepting findings: someone has read them, says why they may stay, and until when.
import 'server-only'
import { z } from 'zod'
import { countHolding, endAcceptances, findOpenAcceptances, insertAcceptances } from '../../db/acceptances.ts'
import type { Tx } from '../../db/client.ts'
import { newestPlan } from '../../db/plans.ts'
import { findStack, lockStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { said } from '../../said.ts'
import { text } from '../../text.ts'
import { type Acceptance, acceptanceKey, LONGEST_ACCEPTANCE_DAYS } from '../../thanos/acceptance.ts'
import type { Finding } from '../../thanos/finding.ts'
import { command, type Verb } from '../command.ts'
import { findingsOfHead } from './of-head.ts'
import { subjectOf, toTold, toView } from './view.ts'

const DAY_MS = 86_400_000
/** More than this at a time nobody has read. */
const MOST_AT_ONCE = 100
/** So that what holds can be read whole wherever findings are shown. */
export const MOST_HOLDING = 1000

export const Reason = z.string().trim().min(3, said('Say why it may stay, in a few words.', '그대로 두어도 되는 이유를 짧게 적으세요.')).max(1000).regex(/^[\P{Cc}\n\t]+$/u, said('Control characters are not allowed.', '제어 문자는 쓸 수 없습니다.'))

export const AcceptFindings = z.object({
  stackId: z.string(),
  /** acceptanceKey() of each. */
  findings: z.array(z.string().max(2000)).min(1, said('Name the finding.', '발견 사항을 지정하세요.')).max(MOST_AT_ONCE, said(`Accept at most ${MOST_AT_ONCE} findings at a time.`, `발견 사항은 한 번에 최대 ${MOST_AT_ONCE}건까지 수용할 수 있습니다.`)),
  reason: Reason,
  /** The moment at which it ends. */
  until: z.iso.datetime({ offset: true, error: 'Give the end as a date.' }),
})
export type AcceptFindings = z.input<typeof AcceptFindings>

/**
 * Accepts findings of the newest revision or of the newest plan; an older acceptance of the same finding ends. NOT_FOUND when nothing
 * of the kind is found there; INVALID when the end is over, or more than a year ahead.
 */
export const accept: Verb<AcceptFindings, Acceptance[]> = command({
  name: 'finding.accept',
  permission: 'finding:accept',
  input: AcceptFindings,
  about: ({ stackId, findings }) => ({ stackId, subject: subjectOf(findings) }),
  async run({ tx, actor, now }, { stackId, findings, reason, until: written }) {
    const until = new Date(written)
    mayEndAt(until, now)
    await lockStack(tx, stackId)
    const stack = await findStack(tx, { id: stackId })
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const keys = [...new Set(findings)]
    const known = await knownFindings(tx, stackId, stack.namespace)
    const chosen = keys.map((key) => ({ key, finding: known.get(key) ?? missing(key) }))
    const before = await findOpenAcceptances(tx, { stackId, keys })
    const replaced = before.filter((acceptance) => acceptance.until > now).length
    if (await countHolding(tx, { stackId, now }) - replaced + keys.length > MOST_HOLDING) {
      throw new AppError('INVALID', text(`A stack holds at most ${MOST_HOLDING} accepted findings. Mend some, or withdraw what is accepted.`, `스택 하나에 수용할 수 있는 발견 사항은 최대 ${MOST_HOLDING}건입니다. 일부를 고치거나 수용을 철회하세요.`))
    }
    await endAcceptances(tx, { ids: before.map(({ id }) => id), how: 'replaced', by: actor, at: now })
    const by = { id: actor.id, name: actor.name }
    const after = await insertAcceptances(tx, chosen.map(({ key, finding }) => ({ stackId, key, finding, reason, until, by, at: now })))
    return { value: after.map(toView), event: { subject: subjectOf(keys), stackId, ...(before.length > 0 ? { before: toTold(before) } : {}), after: toTold(after) } }
  },
})

function mayEndAt(until: Date, now: Date): void {
  if (until <= now) throw new AppError('INVALID', text('The end is over already. Choose a later day.', '종료일이 이미 지났습니다. 더 뒤의 날짜를 고르세요.'))
  if (until.getTime() - now.getTime() > LONGEST_ACCEPTANCE_DAYS * DAY_MS) {
    throw new AppError('INVALID', text('A finding is accepted for a year at most. Choose an earlier day.', '발견 사항은 최대 1년까지 수용할 수 있습니다. 더 이른 날짜를 고르세요.'))
  }
}

/** What may be accepted: what the newest revision has, and what the newest plan found beside it in the cluster. The worst of each key. */
async function knownFindings(tx: Tx, stackId: string, namespace: string): Promise<Map<string, Finding>> {
  const head = await findingsOfHead(tx, stackId)
  const plan = await newestPlan(tx, stackId)
  const known = new Map<string, Finding>()
  // Worst first in both, so the first of a key stays.
  for (const finding of [...head?.findings ?? [], ...plan?.findings ?? []]) {
    const key = acceptanceKey(finding, namespace)
    if (!known.has(key)) known.set(key, finding)
  }
  return known
}

function missing(key: string): never {
  throw new AppError('NOT_FOUND', text(`The newest revision has no finding "${key}". Save the draft first, or read the findings again.`, `최신 리비전에 발견 사항 "${key}"이(가) 없습니다. 초안을 먼저 저장하거나 발견 사항을 다시 읽으세요.`))
}
