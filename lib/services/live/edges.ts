// The edges of an installation, asked of its own Query: the first replica that answers.
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { type Glance, steadyAgeMs, WATCHED_MS } from '../../thanos/live/edge-clock.ts'
import { AHEAD_MS, edgeQuestions, edgesFrom, keyOf, TENANT_LABEL, type EdgeAnswer, type EdgeQuestion } from '../../thanos/live/edge-questions.ts'
import type { SeenEdge } from '../../thanos/live/observation.ts'
import type { FetchPage } from '../../thanos-api/fetch-page.ts'
import { queryNow } from '../../thanos-api/query.ts'

/** How often a day is looked back, for edges that fell silent before anybody looked. */
const LOOK_BACK_MS = 15 * 60_000

/** How often the last hour is looked at, while an edge that was seen is not found. */
const LAST_HOUR_MS = 60_000

/** `further` are the label names of declared edges (furtherLabels). */
export type EdgeLabels = { tenantLabel?: string | undefined; further: readonly string[] }

/** Gives how to ask once; what it has seen it remembers, so that an edge that falls silent stays on the list. */
export function edgeReader(): (fetchPage: FetchPage | undefined, labels: EdgeLabels) => Promise<SeenEdge[]> {
  let before: SeenEdge[] = []
  let lookedBackAt = Number.NEGATIVE_INFINITY
  let lastHourAt = Number.NEGATIVE_INFINITY
  let toldBy = ''
  const glances = new Map<string, Glance[]>()
  return async (fetchPage, { tenantLabel = TENANT_LABEL, further }) => {
    if (!fetchPage) throw new AppError('UPSTREAM', text('No replica of query runs that could be asked.', '물어볼 수 있는 query 복제본이 실행 중이지 않습니다.'))
    const questions = edgeQuestions(tenantLabel, further)
    // Told apart by other labels they are other edges: those of before would stay as silent ones.
    if (toldBy !== questions.lastSample) {
      toldBy = questions.lastSample
      before = []
      lookedBackAt = Number.NEGATIVE_INFINITY
      glances.clear()
    }
    const ask = async (question: EdgeQuestion, aheadMs?: number): Promise<EdgeAnswer> => queryNow(fetchPage, { expression: questions[question], ...(aheadMs === undefined ? {} : { at: Date.now() + aheadMs }) })
    const isDue = Date.now() - lookedBackAt > LOOK_BACK_MS
    // Those that were seen and are not found by a query of now: silent, or with a clock so far behind that their samples look old.
    const isOneGone = before.some(({ lastSampleAt = 0 }) => Date.now() - lastSampleAt > AHEAD_MS.ahead) && Date.now() - lastHourAt > LAST_HOUR_MS
    // Dear, and worth less than the rest: without these only edges that fell silent before, and clocks that are off by much, are missing.
    const none = (): EdgeAnswer => []
    const [lastSample, series, rate, ahead, seenToday, tomorrow, lastHour] = await Promise.all([
      ask('lastSample'), ask('series'), ask('rate'), ask('lastSample', AHEAD_MS.ahead).catch(none),
      isDue ? ask('seenToday').catch(none) : [], isDue ? ask('seenToday', AHEAD_MS.tomorrow).catch(none) : [],
      isOneGone ? ask('lastHour').catch(none) : [],
    ])
    const at = Date.now()
    if (isDue) lookedBackAt = at
    if (isOneGone) lastHourAt = at
    before = edgesFrom({ lastSample, series, rate, ahead, seenToday, tomorrow, lastHour }, { tenantLabel, before }).map((edge) => {
      if (edge.lastSampleAt === undefined) return edge
      const seen = [...(glances.get(keyOf(edge)) ?? []), { at, lastSampleAt: edge.lastSampleAt }].filter((glance) => at - glance.at <= WATCHED_MS)
      glances.set(keyOf(edge), seen)
      const steady = steadyAgeMs(seen)
      return steady === undefined ? edge : { ...edge, steadyAgeMs: steady }
    })
    return before
  }
}
