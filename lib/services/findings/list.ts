// The findings of the newest revision of a stack, a page at a time, each with its acceptance, and how many there are in all.
import 'server-only'
import { z } from 'zod'
import { listOpenAcceptances } from '../../db/acceptances.ts'
import { optional } from '../../db/json.ts'
import { findStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { acceptanceKey, acceptanceOf, byKey } from '../../thanos/acceptance.ts'
import { Severity } from '../../thanos/finding-schema.ts'
import { query, type Verb } from '../command.ts'
import type { FindingPage, FindingView } from '../views.ts'
import { MOST_HOLDING } from './accept.ts'
import { findingsOfHead } from './of-head.ts'
import { toView } from './view.ts'

export const ListFindings = z.object({
  slug: z.string(),
  severity: Severity.optional(),
  /** The whole code, or the part before the slash. */
  code: z.string().optional(),
  /** objectId. */
  object: z.string().optional(),
  /** Words that must all be found in message, reason, code, object or path. */
  text: z.string().max(200).optional(),
  accepted: z.boolean().optional(),
  /** `next` of the page before. */
  after: z.string().regex(/^\d+:\d+$/).optional(),
  limit: z.number().int().min(0).max(200).default(50),
})
export type ListFindings = z.input<typeof ListFindings>

/** NOT_FOUND when there is no such stack; CONFLICT when a newer revision came between two pages. */
export const list: Verb<ListFindings, FindingPage> = query({
  permission: 'revision:read',
  input: ListFindings,
  async run({ tx, now }, { slug, after, limit, ...filter }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const head = await findingsOfHead(tx, stack.id)
    if (head === undefined) return { counts: countsOf([]), items: [] }
    const [of = head.revision, from = 0] = (after ?? '').split(':').filter((part) => part !== '').map(Number)
    if (of !== head.revision) throw new AppError('CONFLICT', text(`Revision ${head.revision} was saved since. Read the findings from the beginning.`, `그 사이에 리비전 ${head.revision}이(가) 저장되었습니다. 발견 사항을 처음부터 다시 읽으세요.`))
    const acceptances = byKey((await listOpenAcceptances(tx, { stackId: stack.id, limit: MOST_HOLDING })).map(toView))
    const all = head.findings.map((finding): FindingView => {
      const state = acceptanceOf(finding, { acceptances, namespace: stack.namespace, now: now.getTime() })
      return { ...finding, key: acceptanceKey(finding, stack.namespace), ...(state === undefined ? {} : { acceptance: state }) }
    })
    const found = all.filter((finding) => fits(finding, filter))
    const items = found.slice(from, from + limit)
    return {
      revision: head.revision, counts: countsOf(all), items, ...optional('nextEnd', nextEndOf(all)),
      ...(from + items.length < found.length ? { next: `${head.revision}:${from + items.length}` } : {}),
    }
  },
})

type Filter = Omit<z.output<typeof ListFindings>, 'slug' | 'after' | 'limit'>

function fits(finding: FindingView, { severity, code, object, text, accepted }: Filter): boolean {
  if (severity !== undefined && finding.severity !== severity) return false
  if (code !== undefined && finding.code !== code && !finding.code.startsWith(`${code}/`)) return false
  if (object !== undefined && finding.object !== object) return false
  if (accepted !== undefined && isAccepted(finding) !== accepted) return false
  const words = (text ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return true
  const { message, reason } = finding
  const hay = [message.en, message.ko, reason.en, reason.ko, finding.code, finding.object, finding.path].join(' ').toLowerCase()
  return words.every((word) => hay.includes(word))
}

function isAccepted({ acceptance }: FindingView): boolean {
  return acceptance?.kind === 'accepted'
}

function countsOf(findings: readonly FindingView[]): FindingPage['counts'] {
  const counts = { error: 0, warning: 0, advice: 0, accepted: 0, ended: 0 }
  for (const finding of findings) {
    counts[isAccepted(finding) ? 'accepted' : finding.severity] += 1
    if (finding.acceptance?.kind === 'ended') counts.ended += 1
  }
  return counts
}

function nextEndOf(findings: readonly FindingView[]): string | undefined {
  return findings.flatMap((finding) => (isAccepted(finding) ? finding.acceptance?.acceptance.until ?? [] : [])).toSorted()[0]
}
