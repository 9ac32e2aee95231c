// The edges of an installation, asked of its own Query: the first replica that answers.
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { type Glance, steadyAgeMs, WATCHED_MS } from '../../thanos/live/edge-clock.ts'
import { isOf } from '../../thanos/live/edges.ts'
import { ageQuestion, notFound, seriesQuestion } from '../../thanos/live/edge-by-labels.ts'
import { longAgoQuestion, ofMissing, unseenOf } from '../../thanos/live/edge-long-ago.ts'
import { AHEAD_MS, edgeQuestions, edgesFrom, furtherLabels, keyOf, TENANT_LABEL, type EdgeAnswer, type EdgeQuestion } from '../../thanos/live/edge-questions.ts'
import type { DeclaredEdge } from '../../thanos/declared-edge.ts'
import type { SeenEdge } from '../../thanos/live/observation.ts'
import type { FetchPage } from '../../thanos-api/fetch-page.ts'
import { queryNow } from '../../thanos-api/query.ts'

/** How often a day is looked back, for edges that fell silent before anybody looked. */
const LOOK_BACK_MS = 15 * 60_000

/** How often the last hour is looked at, while an edge that was seen is not found. */
const LAST_HOUR_MS = 60_000

/** How often declared edges that write nothing by which edges are found are looked for by their labels. */
const BY_LABELS_MS = 60_000

/** How often declared edges that nothing shows are looked for in the last month. */
const LONG_AGO_MS = 15 * 60_000
/** A look waits so long for that answer, and then goes on without: what comes later is of the next look. */
const LONG_AGO_WAIT_MS = 1500

export type EdgesAsked = { tenantLabel?: string | undefined; declared: readonly DeclaredEdge[] }
type Ask = (expression: string, aheadMs?: number) => Promise<EdgeAnswer>

/** Gives how to ask once; what it has seen it remembers, so that an edge that falls silent stays on the list. However many edges there are, it asks as many questions. */
export function edgeReader(): (fetchPage: FetchPage | undefined, asked: EdgesAsked) => Promise<SeenEdge[]> {
  let before: SeenEdge[] = []
  let lookedBackAt = Number.NEGATIVE_INFINITY
  let lastHourAt = Number.NEGATIVE_INFINITY
  let toldBy = ''
  const glances = new Map<string, Glance[]>()
  let [byLabels, novelty, longAgo] = [labelReader(), noveltyReader(), longAgoReader()]
  return async (fetchPage, { tenantLabel = TENANT_LABEL, declared }) => {
    if (!fetchPage) throw new AppError('UPSTREAM', text('No replica of query runs that could be asked.', '물어볼 수 있는 query 복제본이 실행 중이지 않습니다.'))
    const further = furtherLabels(declared)
    const questions = edgeQuestions(tenantLabel, further)
    // Told apart by other labels they are other edges: those of before would stay as silent ones.
    if (toldBy !== questions.lastSample) {
      toldBy = questions.lastSample
      before = []
      lookedBackAt = Number.NEGATIVE_INFINITY
      glances.clear()
      byLabels = labelReader()
      novelty = noveltyReader()
      longAgo = longAgoReader()
    }
    const askIn: Ask = async (expression, aheadMs) => queryNow(fetchPage, { expression, ...(aheadMs === undefined ? {} : { at: Date.now() + aheadMs }) })
    const ask = async (question: EdgeQuestion, aheadMs?: number): Promise<EdgeAnswer> => askIn(questions[question], aheadMs)
    const isDue = Date.now() - lookedBackAt > LOOK_BACK_MS
    // Those that were seen and are not found by a query of now: silent, or with a clock so far behind that their samples look old.
    const isOneGone = before.some(({ lastSampleAt = 0 }) => Date.now() - lastSampleAt > AHEAD_MS.ahead) && Date.now() - lastHourAt > LAST_HOUR_MS
    // Dear, and worth less than the rest: without these only edges that fell silent before, and clocks that are off by much, are missing.
    const none = (): EdgeAnswer => []
    const [lastSample, series, rate, sent, ahead, seenToday, tomorrow, lastHour] = await Promise.all([
      ask('lastSample'), ask('series'), ask('rate'), ask('sent').catch(none), ask('lastSample', AHEAD_MS.ahead).catch(none),
      isDue ? ask('seenToday').catch(none) : [], isDue ? ask('seenToday', AHEAD_MS.tomorrow).catch(none) : [],
      isOneGone ? ask('lastHour').catch(none) : [],
    ])
    const found = await byLabels(askIn, { missing: notFound(declared, [lastSample, ahead], tenantLabel), tenantLabel, further }).catch(none)
    const at = Date.now()
    if (isDue) lookedBackAt = at
    if (isOneGone) lastHourAt = at
    const near = edgesFrom({ lastSample, series, rate, sent, ahead, seenToday, tomorrow, lastHour, byLabels: found }, { tenantLabel, before })
    const past = await longAgo(askIn, { missing: unseenOf(declared, near), tenantLabel, further })
    const all = past.answer.length === 0 ? near : edgesFrom({ lastSample, series, rate, sent, ahead, seenToday, tomorrow, lastHour, byLabels: found, longAgo: past.answer }, { tenantLabel, before })
    const isNew = await novelty(async () => edgesFrom({ lastSample: await ask('earlier') }, { tenantLabel }), all.filter((edge) => sendsLittle(edge, declared)))
    before = all.map((told) => {
      const edge: SeenEdge = isNew(told) ? { ...told, isNew: true } : told
      if (edge.lastSampleAt === undefined) return edge
      const seen = [...(glances.get(keyOf(edge)) ?? []), { at, lastSampleAt: edge.lastSampleAt }].filter((glance) => at - glance.at <= WATCHED_MS)
      glances.set(keyOf(edge), seen)
      const steady = steadyAgeMs(seen)
      return steady === undefined ? edge : { ...edge, steadyAgeMs: steady }
    })
    return [...before, ...past.unknown.map(({ labels, tenant }): SeenEdge => ({ labels, ...(tenant === undefined ? {} : { tenant }), isPastUnknown: true }))]
  }
}

/** Looks for declared edges by their labels: seldom for any series of theirs, and each time for the age of the one that was found. */
function labelReader(): (ask: Ask, wanted: { missing: readonly DeclaredEdge[]; tenantLabel: string; further: readonly string[] }) => Promise<EdgeAnswer> {
  let known: EdgeAnswer = []
  let askedAt = Number.NEGATIVE_INFINITY
  let askedFor: string | undefined
  return async (ask, { missing, ...by }) => {
    const question = seriesQuestion(missing, by)
    if (question === undefined) return []
    if (question !== askedFor || Date.now() - askedAt > BY_LABELS_MS) {
      [askedFor, askedAt] = [question, Date.now()]
      known = await ask(question)
    }
    const age = ageQuestion(known, by)
    return age === undefined ? [] : ask(age)
  }
}

/**
 * Looks a month back for declared edges that nothing else shows, and says of which that is not answered. Seldom, since a month of series is heavy for stores: for each edge when it
 * is missed first, and then as often as LONG_AGO_MS says. What it finds the caller remembers, so that nobody asks for it again.
 */
function longAgoReader(): (ask: Ask, wanted: { missing: readonly DeclaredEdge[]; tenantLabel: string; further: readonly string[] }) => Promise<{ answer: EdgeAnswer; unknown: readonly DeclaredEdge[] }> {
  const keyed = ({ labels, tenant }: DeclaredEdge): string => JSON.stringify([labels, tenant])
  let asked: ReadonlySet<string> = new Set()
  let answered: ReadonlySet<string> = new Set()
  let askedAt = Number.NEGATIVE_INFINITY
  let answer: EdgeAnswer = []
  let isAsking = false
  return async (ask, { missing, ...by }) => {
    const keys = missing.map(keyed)
    const question = longAgoQuestion(missing, by)
    if (question !== undefined && !isAsking && (Date.now() - askedAt > LONG_AGO_MS || keys.some((key) => !asked.has(key)))) {
      [asked, askedAt, isAsking] = [new Set(keys), Date.now(), true]
      const told = ask(question).then((found) => {
        [answer, answered] = [found, new Set(keys)]
      }, () => {
        // Those of before keep their answer; of the others it is said that there is none.
      }).finally(() => { isAsking = false })
      await Promise.race([told, pause(LONG_AGO_WAIT_MS, undefined, { ref: false })])
    }
    return { answer: ofMissing(answer, missing, by.tenantLabel), unknown: missing.filter((edge) => !answered.has(keyed(edge))) }
  }
}

/** Whether it would be called slow, if it sends for long enough. */
function sendsLittle(edge: SeenEdge, declared: readonly DeclaredEdge[]): boolean {
  const { samplesPerS: rate } = edge
  return rate !== undefined && declared.some((each) => rate < each.samplesPerS / 2 && isOf(each, edge))
}

/** Tells which of these send for less long than rates are taken over. Asked only while there is one of which that is not settled. */
function noveltyReader(): (earlier: () => Promise<SeenEdge[]>, doubtful: readonly SeenEdge[]) => Promise<(edge: SeenEdge) => boolean> {
  let settled: ReadonlySet<string> = new Set()
  return async (earlier, doubtful) => {
    const keys = doubtful.map(keyOf)
    const open = keys.filter((key) => !settled.has(key))
    const old = open.length === 0 ? [] : await earlier().then((edges) => edges.map(keyOf), () => open)
    // Whoever falls silent and comes back begins anew.
    settled = new Set(keys.filter((key) => settled.has(key) || old.includes(key)))
    const young = new Set(open.filter((key) => !settled.has(key)))
    return (edge) => young.has(keyOf(edge))
  }
}
