// The questions in PromQL that the world can answer: those that Gauntlet asks. It is no PromQL engine, and says so to everything else.
import { edgeQuestions, type EdgeQuestion } from '../../thanos/live/edge-questions.ts'
import type { Edge } from './edges.ts'
import type { Member } from './installation.ts'
import type { Scene, World } from './world.ts'

export type Answer = { data: unknown } | { error: string }

/** An instant vector finds nothing that is older. */
const LOOKBACK_MS = 5 * 60_000
const DAY_MS = 86_400_000

export function answerQuery(world: World, scene: Scene, query: Member, params: URLSearchParams): Answer {
  const expression = params.get('query') ?? ''
  const at = world.now()
  const question = edgeQuestion(expression)
  if (question) return { data: { resultType: 'vector', result: edgeVector(world, scene, query, question).map(({ metric, value }) => ({ metric, value: [at / 1000, String(value)] })) } }
  return { error: `the sandbox answers only what Gauntlet asks, and not ${JSON.stringify(expression.slice(0, 200))}` }
}

function edgeQuestion(expression: string): { question: EdgeQuestion; tenantLabel: string } | undefined {
  const tenantLabel = /by \([^)]*, (\w+)\)/.exec(expression)?.[1]
  if (tenantLabel === undefined) return undefined
  // Safe because the keys are those of the record.
  const question = (Object.entries(edgeQuestions(tenantLabel)) as [EdgeQuestion, string][]).find(([, known]) => known === expression)?.[0]
  return question && { question, tenantLabel }
}

function edgeVector(world: World, scene: Scene, query: Member, { question, tenantLabel }: { question: EdgeQuestion; tenantLabel: string }): { metric: Record<string, string>; value: number }[] {
  const at = world.now()
  const seesHeads = scene.seenBy(query).some(({ member, error }) => member.pod.kind === 'receive' && error === undefined)
  return world.edges().flatMap((edge) => {
    const { lastSampleAt, series, samplesPerS } = scene.edge(edge)
    const isFresh = seesHeads && at - lastSampleAt < LOOKBACK_MS
    const metric = labelsOf(edge, tenantLabel)
    switch (question) {
      case 'lastSample': return isFresh ? [{ metric, value: lastSampleAt / 1000 }] : []
      case 'seenToday': return at - lastSampleAt < DAY_MS ? [{ metric, value: lastSampleAt / 1000 }] : []
      case 'series': return isFresh && series > 0 ? [{ metric, value: series }] : []
      case 'rate': return isFresh && samplesPerS > 0 ? [{ metric, value: samplesPerS }] : []
    }
  })
}

function labelsOf({ labels, tenant }: Edge, tenantLabel: string): Record<string, string> {
  return { ...labels, [tenantLabel]: tenant }
}
