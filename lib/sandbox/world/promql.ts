// The questions in PromQL that the world can answer: those that Gauntlet asks. It is no PromQL engine, and says so to everything else.
import { z } from 'zod'
import { EDGE_LABELS, edgeQuestions, type EdgeQuestion } from '../../thanos/live/edge-questions.ts'
import { LONG_AGO_DAYS, LONG_AGO_RANGE } from '../../thanos/live/edge-long-ago.ts'
import { HISTORY_HOURS, historyQuestions, watchedQuestion, type HistoryKey } from '../../thanos/live/history-questions.ts'
import { hash, rateAt, seriesAt, type Edge } from './edges.ts'
import type { Member } from './installation.ts'
import type { Scene, World } from './world.ts'

export type Answer = { data: unknown } | { error: string }

/** An instant vector finds nothing that is older. */
const LOOKBACK_MS = 5 * 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export function answerQuery(world: World, scene: Scene, query: Member, params: URLSearchParams): Answer {
  const expression = params.get('query') ?? ''
  const at = params.has('time') ? Number(params.get('time')) * 1000 : world.now()
  const byLabels = labelledVector(world, scene, query, { expression, at })
  if (byLabels) return { data: { resultType: 'vector', result: byLabels.map(({ metric, value }) => ({ metric, value: [at / 1000, String(value)] })) } }
  const question = edgeQuestion(expression)
  if (question) return { data: { resultType: 'vector', result: edgeVector(world, scene, query, { ...question, at }).map(({ metric, value }) => ({ metric, value: [at / 1000, String(value)] })) } }
  if (expression === watchedQuestion(scene.namespace)) return { data: { resultType: 'vector', result: scene.isScraped ? [{ metric: {}, value: [at / 1000, String(scene.members.length)] }] : [] } }
  const key = historyQuestion(expression, scene.namespace)
  if (key) return { data: { resultType: 'matrix', result: matrix(world, scene, key, params) } }
  return { error: `the sandbox answers only what Gauntlet asks, and not ${JSON.stringify(expression.slice(0, 200))}` }
}

type Asked = { question: EdgeQuestion; tenantLabel: string; names: ReadonlySet<string> }

function edgeQuestion(expression: string): Asked | undefined {
  const names = /by \(([\w, ]+)\)/.exec(expression)?.[1]?.split(', ') ?? []
  const tenantLabel = names.at(-1)
  if (tenantLabel === undefined) return undefined
  const further = names.slice(0, -1).filter((name) => !EDGE_LABELS.some((known) => known === name))
  // Safe because the keys are those of the record.
  const question = (Object.entries(edgeQuestions(tenantLabel, further)) as [EdgeQuestion, string][]).find(([, known]) => known === expression)?.[0]
  return question && { question, tenantLabel, names: new Set(names) }
}

function edgeVector(world: World, scene: Scene, query: Member, { at, ...asked }: Asked & { at: number }): { metric: Record<string, string>; value: number }[] {
  const seesHeads = scene.seenBy(query).some(({ member, error }) => member.pod.kind === 'receive' && error === undefined)
  const all = world.edges().flatMap((edge) => {
    const { lastSampleAt: newest } = scene.edge(edge)
    // Of samples of the future those are found that are not later than what is asked for.
    const lastSampleAt = newest - Math.max(0, Math.ceil((newest - at) / (edge.scrapeS * 1000))) * edge.scrapeS * 1000
    const isFresh = seesHeads && at - lastSampleAt < LOOKBACK_MS
    const metric = labelsOf(edge, asked)
    if (!edge.hasUp) return []
    switch (asked.question) {
      case 'lastSample': return isFresh ? [{ metric, value: lastSampleAt / 1000 }] : []
      case 'lastHour': return at - lastSampleAt < HOUR_MS ? [{ metric, value: lastSampleAt / 1000 }] : []
      case 'earlier': return seesHeads && !scene.silentAt(edge, at - LOOKBACK_MS) ? [{ metric, value: (at - LOOKBACK_MS) / 1000 }] : []
      case 'sent': return []
      case 'seenToday': return at - lastSampleAt < DAY_MS ? [{ metric, value: lastSampleAt / 1000 }] : []
      // What came last is answered as long as Prometheus looks back; a sum over that time shrinks meanwhile.
      case 'series': return isFresh ? [{ metric, value: seriesAt(edge, lastSampleAt) }] : []
      case 'rate': return isFresh ? [{ metric, value: rateAt(edge, lastSampleAt) * Math.min(1, 1 - (at - lastSampleAt - edge.scrapeS * 1000) / LOOKBACK_MS) }] : []
    }
  })
  const isSum = asked.question === 'series' || asked.question === 'rate'
  return [...Map.groupBy(all, ({ metric }) => JSON.stringify(metric)).values()].map((same) => {
    const values = same.map(({ value }) => value)
    return { metric: same[0]?.metric ?? {}, value: isSum ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values) }
  })
}

/** The one metric that edges are said to write that are looked for by their labels. */
const PUSHED = 'pushed_requests_total'

/** What edge-by-labels.ts asks: a series of each edge that fits, or how old it is; and edge-long-ago.ts: when it wrote last. */
function labelledVector(world: World, scene: Scene, query: Member, { expression, at }: { expression: string; at: number }): { metric: Record<string, string>; value: number }[] | undefined {
  const selectors = [...expression.matchAll(/\{([^}]*)\}/g)].map(([, inner = '']) => [...inner.matchAll(/(\w+)=~?("(?:[^"\\]|\\.)*")/g)].map(([, name = '', value = '']) => ({ name, value: new RegExp(`^(?:${z.string().parse(JSON.parse(value))})$`) })))
  const names = new Set(/by \(([\w, ]+)\)/.exec(expression)?.[1]?.split(', '))
  const tenantLabel = [...names].at(-1)
  const isAge = expression.includes(`__name__=${JSON.stringify(PUSHED)}`)
  const isLongAgo = expression.includes(LONG_AGO_RANGE)
  if (tenantLabel === undefined || !(isAge || isLongAgo || expression.startsWith('topk by ('))) return undefined
  const isMeant = (all: Readonly<Record<string, string>>): boolean => selectors.some((matchers) => matchers.every(({ name, value }) => value.test(all[name] ?? '')))
  // Out of the bucket, too.
  if (isLongAgo) {
    return world.edges().filter(({ hasUp }) => hasUp).flatMap((edge) => {
      const { lastSampleAt } = scene.edge(edge)
      return at - lastSampleAt < LONG_AGO_DAYS * DAY_MS && isMeant({ __name__: 'up', ...edge.labels, [tenantLabel]: edge.tenant }) ? [{ metric: labelsOf(edge, { names, tenantLabel }), value: lastSampleAt / 1000 }] : []
    })
  }
  if (!scene.seenBy(query).some(({ member, error }) => member.pod.kind === 'receive' && error === undefined)) return []
  return world.edges().flatMap((edge) => {
    const all: Record<string, string> = { __name__: PUSHED, ...edge.labels, [tenantLabel]: edge.tenant }
    const { lastSampleAt } = scene.edge(edge)
    if (at - lastSampleAt >= LOOKBACK_MS || !isMeant(all)) return []
    return [{ metric: isAge ? labelsOf(edge, { names, tenantLabel }) : all, value: isAge ? lastSampleAt / 1000 : 1 }]
  })
}

/** Of the labels those that are asked for: edges that differ in no other are one series. */
function labelsOf({ labels, tenant }: Edge, { names, tenantLabel }: Pick<Asked, 'names' | 'tenantLabel'>): Record<string, string> {
  return { ...Object.fromEntries(Object.entries(labels).filter(([name]) => names.has(name))), [tenantLabel]: tenant }
}

function historyQuestion(expression: string, namespace: string): HistoryKey | undefined {
  for (const hours of HISTORY_HOURS) {
    // Safe because the keys are those of the record.
    const found = (Object.entries(historyQuestions(namespace, hours)) as [HistoryKey, string][]).find(([, known]) => known === expression)
    if (found) return found[0]
  }
  return undefined
}

/** A line of points; nothing where nobody scrapes, and no point where nothing was scraped yet. */
function matrix(world: World, scene: Scene, key: HistoryKey, params: URLSearchParams): unknown[] {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(params.get(name)))
  if (!scene.isScraped || start === undefined || end === undefined || step === undefined || !(step > 0) || (end - start) / step > 11_000) return []
  const points: [number, string][] = []
  for (let at = start; at <= end; at += step) {
    const value = at * 1000 < scene.since ? undefined : valueAt(world, scene, key, at * 1000)
    if (value !== undefined) points.push([at, String(value)])
  }
  return points.length === 0 ? [] : [{ metric: {}, values: points }]
}

function valueAt(world: World, scene: Scene, key: HistoryKey, at: number): number | undefined {
  const taken = scene.takenAt(at)
  const edges = world.edges().filter((edge) => !scene.silentAt(edge, at))
  switch (key) {
    case 'ingest': return taken ? edges.reduce((sum, edge) => sum + rateAt(edge, at), 0) : 0
    case 'series': return taken ? edges.reduce((sum, edge) => sum + seriesAt(edge, at), 0) * [...scene.intake.share.values()].reduce((sum, share) => sum + share, 0) : 0
    case 'queryLatency': return 0.18 + 0.08 * Math.sin(at / 3_100_000) + 0.03 * (hash(String(Math.floor(at / 60_000))) % 100) / 100
    case 'blocks': return Math.max(0, scene.blocks().filter(({ uploadedAt }) => uploadedAt <= at).length)
  }
}
