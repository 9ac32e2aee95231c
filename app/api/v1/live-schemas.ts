// What is seen of a running installation, and what is wrong with it, as the API gives it: without the pages of metrics, times as texts.
import { z } from 'zod'
import { said } from '#lib/said.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import type { DiagnosisReport } from '#lib/services/diagnose/check.ts'
import { PROBLEMS } from '#lib/thanos/live/diagnose/diagnosis.ts'
import type { Observation, Reading, SeenPod, SeenStore, SeenTargets, SeenWorkload } from '#lib/thanos/live/observation.ts'
import { edgeRows } from '#lib/thanos/live/edges.ts'
import { at, BothWords, EditDoc } from './schemas.ts'

const from = z.string().describe(said('Where it was read.', '읽은 곳입니다.'))

/** A list with where it was read and how old it is. */
function reading<Value extends z.ZodType>(value: Value) {
  return z.discriminatedUnion('state', [
    z.object({ state: z.literal('fresh'), from, at, value }),
    z.object({ state: z.literal('stale'), from, at, since: at, why: BothWords, value: value.describe(said('What it said last, at `at`; it has failed since `since`.', '`at`에 마지막으로 답한 값이며 `since`부터 실패했습니다.')) }),
    z.object({ state: z.literal('dead'), from, since: at, why: BothWords }),
  ])
}

const labels = z.record(z.string(), z.string())
const Workload = z.object({ object: z.string(), kind: z.string(), want: z.int(), ready: z.int(), restarts: z.int(), images: z.array(z.string()), changedAt: at.optional(), changedBy: z.string().optional() })
const Pod = z.object({
  name: z.string(), namespace: z.string().optional().describe(said('When it is not the stack’s own.', '스택의 네임스페이스가 아닐 때 있습니다.')), object: z.string(), kind: z.string(), image: z.string(), phase: z.string(), isReady: z.boolean(), restarts: z.int(), startedAt: at.optional(), waiting: z.string().optional(),
  version: z.string().optional().describe(said('As the process itself tells it.', '프로세스가 직접 답한 버전입니다.')),
})
const Store = z.object({ address: z.string(), type: z.string(), labelSets: z.array(labels), minTime: at.optional(), maxTime: at.optional(), lastCheck: at.optional(), lastError: z.string().optional() })
const Targets = z.object({
  jobs: z.array(z.object({ job: z.string(), labels, up: z.int(), down: z.int(), unknown: z.int(), scrapedAt: at.optional() })).describe(said('Targets by job and by the external labels of their Prometheus, worst first.', '작업과 Prometheus의 외부 라벨별 타깃 수이며 나쁜 것부터입니다.')),
  broken: z.array(z.object({ job: z.string(), labels, instance: z.string().optional(), error: z.string().optional(), scrapedAt: at.optional() })),
  left: z.object({ jobs: z.int(), broken: z.int() }).describe(said('How many there are beside those listed.', '목록에 없는 나머지의 수입니다.')),
  warnings: z.array(z.string()).describe(said('Whom query could not ask, in its words.', 'query가 묻지 못한 곳을 query의 말 그대로 담습니다.')),
})
const Edge = z.object({
  name: z.string(), labels, tenant: z.string().optional(), isDeclared: z.boolean(), state: z.enum(['sends', 'silent', 'slow', 'ahead', 'behind', 'late', 'waiting', 'unknown', 'unseen']), what: BothWords,
  lastSampleAt: at.optional(), series: z.number().optional(), samplesPerS: z.number().optional(),
  unknownWhy: BothWords.optional().describe(said('Why the series or the rate of one that sends is not known.', '보내고 있는 엣지의 시계열 수나 초당 샘플 수를 알 수 없는 이유입니다.')),
})
export const Live = z.object({
  at, workloads: reading(z.array(Workload)), pods: reading(z.array(Pod)),
  stores: z.record(z.string(), reading(z.array(Store))).describe(said('By replica of query: each may see other endpoints.', 'query 복제본별 목록이며 서로 다를 수 있습니다.')),
  targets: z.record(z.string(), reading(Targets)).describe(said('By replica of query that lists a sidecar: what the Prometheus servers behind sidecars scrape.', '사이드카가 보이는 query 복제본별로, 사이드카 뒤의 Prometheus가 수집하는 타깃입니다.')),
  edges: z.array(Edge).describe(said('Declared and seen ones, worst first.', '등록되었거나 보이는 엣지이며 나쁜 것부터입니다.')),
  unseen: z.array(z.object({ namespace: z.string(), since: at, why: BothWords })).describe(said('Namespaces of the stack that Gauntlet may not look into: what runs there is not known.', 'Gauntlet이 볼 수 없는 스택의 네임스페이스이며 그 안의 상태는 알 수 없습니다.')),
}).meta({ id: 'Live' })

/** `spec` is the newest revision, which declares the edges. */
export function liveOf(observation: Observation, spec: StackSpec): z.input<typeof Live> {
  const versions = new Map(observation.components.map(({ pod, version }) => [pod, version.state === 'dead' ? undefined : version.value]))
  return {
    at: time(observation.at), workloads: told(observation.workloads, (list) => list.map(workloadOf)), pods: told(observation.pods, (list) => list.map((pod) => podOf(pod, versions.get(pod.name)))),
    stores: Object.fromEntries(Object.entries(observation.stores).map(([query, each]) => [query, told(each, (list) => list.map(storeOf))])),
    targets: Object.fromEntries(Object.entries(observation.targets).map(([query, each]) => [query, told(each, targetsOf)])),
    edges: edgeRows(spec.edges ?? [], observation).map(({ name, labels: own, declared, seen, state, what, figures }) => ({ name, labels: own, ...optional({ tenant: declared?.tenant ?? seen?.tenant }), isDeclared: declared !== undefined, state, what, ...optional({ lastSampleAt: timeOf(seen?.lastSampleAt), series: figures.series, samplesPerS: figures.samplesPerS, unknownWhy: figures.why }) })),
    unseen: (observation.unseen ?? []).map(({ namespace, since, why }) => ({ namespace, since: time(since), why })),
  }
}

function told<Seen, Told>(seen: Reading<Seen>, tell: (seen: Seen) => Told) {
  if (seen.state === 'dead') return { state: 'dead' as const, from: seen.from, since: time(seen.since), why: seen.why }
  const common = { from: seen.from, at: time(seen.at), value: tell(seen.value) }
  return seen.state === 'fresh' ? { state: 'fresh' as const, ...common } : { state: 'stale' as const, ...common, since: time(seen.since), why: seen.why }
}

function workloadOf({ object, kind, want, ready, restarts, images, changedAt, changedBy }: SeenWorkload): z.input<typeof Workload> {
  return { object, kind, want, ready, restarts, images, ...optional({ changedAt: timeOf(changedAt), changedBy }) }
}

function podOf({ name, namespace, object, kind, image, phase, isReady, restarts, startedAt, waiting }: SeenPod, version: string | undefined): z.input<typeof Pod> {
  return { name, object, kind, image, phase, isReady, restarts, ...optional({ namespace, startedAt: timeOf(startedAt), version, waiting: waiting?.reason }) }
}

function storeOf({ address, type, labelSets, minTime, maxTime, lastCheck, lastError }: SeenStore): z.input<typeof Store> {
  return { address, type, labelSets: [...labelSets], ...optional({ minTime: timeOf(minTime), maxTime: timeOf(maxTime), lastCheck: timeOf(lastCheck), lastError }) }
}

function targetsOf({ groups, broken, left, warnings }: SeenTargets): z.input<typeof Targets> {
  return {
    jobs: groups.map(({ job, labels: own, up, down, unknown, scrapedAt }) => ({ job, labels: own, up, down, unknown, ...optional({ scrapedAt: timeOf(scrapedAt) }) })),
    broken: broken.map(({ job, labels: own, instance, error, scrapedAt }) => ({ job, labels: own, ...optional({ instance, error, scrapedAt: timeOf(scrapedAt) }) })),
    left: { jobs: left.groups, broken: left.broken }, warnings,
  }
}

const Evidence = z.object({ asked: BothWords, answer: BothWords, isBad: z.boolean() })
const Step = z.object({
  id: z.string(), question: BothWords, is: z.enum(['passed', 'failed', 'unseen', 'not-asked']), answer: BothWords.optional().describe(said('For `unseen` why it could not be looked at.', '`unseen`이면 확인하지 못한 이유입니다.')), evidence: z.array(Evidence),
})
export const Diagnoses = z.object({
  at,
  problems: z.array(z.object({
    problem: z.enum(PROBLEMS),
    state: z.enum(['fine', 'cause', 'part', 'unknown']).describe(said('`part`: something is missing or wrong that does not explain the whole problem. `unknown`: no cause was found, and not all could be looked at.', '`part`: 문제 전체를 설명하지는 않는 이상입니다. `unknown`: 원인을 찾지 못했고 확인하지 못한 것이 있습니다.')),
    verdict: BothWords, steps: z.array(Step), unseen: z.array(BothWords),
    fix: z.object({ title: BothWords, safe: z.boolean(), edits: z.array(EditDoc).describe(said('Send them to revisions as edits.', 'revisions에 edits로 보낼 수 있습니다.')) }).optional(),
    todo: z.array(BothWords).optional().describe(said('What a person does, in order, beside the fix or where there is none.', '사람이 순서대로 할 일입니다. 수정안이 없거나 함께 필요할 때 있습니다.')),
  })),
}).meta({ id: 'Diagnoses' })

/** Logs stay out: their lines may be long, and the evidence has the one that matters. */
export function diagnosesOf({ at: checkedAt, diagnoses }: DiagnosisReport): z.input<typeof Diagnoses> {
  return {
    at: checkedAt,
    problems: diagnoses.map(({ problem, state, verdict, steps, unseen, fix, todo }) => ({
      problem, state, verdict, unseen, ...(fix === undefined ? {} : { fix }), ...(todo === undefined ? {} : { todo: [...todo] }),
      steps: steps.map(({ id, question, outcome }) => ({
        id, question, is: outcome.is, ...(outcome.is === 'not-asked' ? {} : { answer: outcome.is === 'unseen' ? outcome.why : outcome.answer }),
        evidence: outcome.is === 'passed' || outcome.is === 'failed' ? (outcome.evidence ?? []).map(({ asked, answer, isBad }) => ({ asked, answer, isBad: isBad === true })) : [],
      })),
    })),
  }
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > MOST_MS ? undefined : time(ms)
}
/** A Date holds no more. */
const MOST_MS = 8.64e15

/** The fields that are there. */
function optional<Fields extends Record<string, unknown>>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  // Safe because what is undefined was left out.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }
}
