// The installation's own numbers over the last hours, asked of its own Query; the same question is asked once for all who look.
import 'server-only'
import { z } from 'zod'
import { findStack, type StackRow } from '../../db/stacks.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import { text } from '../../text.ts'
import { HISTORY_HOURS, HISTORY_KEYS, historyQuestions, historyStepMs, watchedQuestion, type History, type HistoryHours } from '../../thanos/live/history-questions.ts'
import type { Reading, SeenPod } from '../../thanos/live/observation.ts'
import { queryNow, queryRange } from '../../thanos-api/query.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { isRunning, pageOf } from './component-questions.ts'
import { view } from './hub.ts'

export const HistoryInput = z.object({ slug: z.string(), hours: z.union(HISTORY_HOURS.map((hours) => z.literal(hours))) })

const KEEP_MS = 30_000
const LIMIT_MS = 15_000
const FROM = 'query/api/v1/query_range'

const held: typeof globalThis & { gauntletHistories?: Map<string, { until: number; answer: Promise<Reading<History>> }> } = globalThis

/** NOT_FOUND when there is no such stack. A Query that does not answer is a dead reading. */
export const history: Verb<z.input<typeof HistoryInput>, Reading<History>> = query({
  permission: 'stack:read',
  input: HistoryInput,
  async run({ tx, now }, { slug, hours }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const kept = held.gauntletHistories ??= new Map()
    for (const [key, { until }] of kept) if (until < now.getTime()) kept.delete(key)
    const key = JSON.stringify([stack.id, stack.namespace, stack.connection, hours])
    const known = kept.get(key) ?? { until: now.getTime() + KEEP_MS, answer: read(stack, hours, now.getTime()) }
    kept.set(key, known)
    return known.answer
  },
})

async function read(stack: StackRow, hours: HistoryHours, now: number): Promise<Reading<History>> {
  try {
    return { state: 'fresh', from: FROM, at: now, value: await ask(stack, hours, now) }
  } catch (error) {
    if (error instanceof AppError) return { state: 'dead', from: FROM, since: now, why: sentenceOf(error) }
    throw error
  }
}

async function ask(stack: StackRow, hours: HistoryHours, now: number): Promise<History> {
  const { namespace } = stack
  const pod = await queryPod(stack)
  if (!pod) throw new AppError('UPSTREAM', text('No replica of query runs that could be asked.', '물어볼 수 있는 query 복제본이 실행 중이지 않습니다.'))
  const fetchPage = pageOf({ cluster: clusterOf(stack.connection), namespace, pod: () => pod }, AbortSignal.timeout(LIMIT_MS))
  const [count] = await queryNow(fetchPage, { expression: watchedQuestion(namespace) })
  if (!count || count.value === 0) return { kind: 'unwatched' }
  const stepMs = historyStepMs(hours)
  const to = Math.floor(now / stepMs) * stepMs
  const from = to - hours * 3_600_000
  const questions = historyQuestions(namespace, hours)
  const lines = await Promise.all(HISTORY_KEYS.map(async (key) => (await queryRange(fetchPage, { expression: questions[key], from, to, stepMs }))
    // What is no number is no sample: a quantile of no queries.
    .map(({ labels, points }) => ({ key, labels, points: points.filter(([, value]) => Number.isFinite(value)) }))))
  return { kind: 'watched', from, to, stepMs, lines: lines.flat() }
}

async function queryPod(stack: StackRow): Promise<SeenPod | undefined> {
  const viewing = view(stack, () => undefined)
  try {
    await viewing.firstLook
    const { pods } = viewing.now()
    return pods.state === 'dead' ? undefined : pods.value.find((pod) => pod.kind === 'query' && isRunning(pod) && pod.isReady)
  } finally {
    viewing.leave()
  }
}
