// The edges of an installation, asked of its own Query: the first replica that answers.
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { edgeQuestions, edgesFrom, TENANT_LABEL, type EdgeAnswer, type EdgeQuestion } from '../../thanos/live/edge-questions.ts'
import type { SeenEdge } from '../../thanos/live/observation.ts'
import type { FetchPage } from '../../thanos-api/fetch-page.ts'
import { queryNow } from '../../thanos-api/query.ts'

/** How often a day is looked back, for edges that fell silent before anybody looked. */
const LOOK_BACK_MS = 15 * 60_000

/** `further` are the label names of declared edges (furtherLabels). */
export type EdgeLabels = { tenantLabel?: string | undefined; further: readonly string[] }

/** Gives how to ask once; what it has seen it remembers, so that an edge that falls silent stays on the list. */
export function edgeReader(): (fetchPage: FetchPage | undefined, labels: EdgeLabels) => Promise<SeenEdge[]> {
  let before: SeenEdge[] = []
  let lookedBackAt = Number.NEGATIVE_INFINITY
  let toldBy = ''
  return async (fetchPage, { tenantLabel = TENANT_LABEL, further }) => {
    if (!fetchPage) throw new AppError('UPSTREAM', text('No replica of query runs that could be asked.', '물어볼 수 있는 query 복제본이 실행 중이지 않습니다.'))
    const questions = edgeQuestions(tenantLabel, further)
    // Told apart by other labels they are other edges: those of before would stay as silent ones.
    if (toldBy !== questions.lastSample) {
      toldBy = questions.lastSample
      before = []
      lookedBackAt = Number.NEGATIVE_INFINITY
    }
    const ask = async (question: EdgeQuestion): Promise<EdgeAnswer> => queryNow(fetchPage, { expression: questions[question] })
    const isDue = Date.now() - lookedBackAt > LOOK_BACK_MS
    const [lastSample, series, rate, seenToday] = await Promise.all([
      ask('lastSample'), ask('series'), ask('rate'),
      // Dear, and worth less than the rest: without it only those that fell silent before are missing.
      isDue ? ask('seenToday').catch((): EdgeAnswer => []) : [],
    ])
    if (isDue) lookedBackAt = Date.now()
    before = edgesFrom({ lastSample, series, rate, seenToday }, { tenantLabel, before })
    return before
  }
}
