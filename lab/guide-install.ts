// Knows how the guide's Thanos gets into the lab by Gauntlet's own verbs: import, credentials, fixes, save, plan, apply.
import type { Actor } from '#lib/auth/actor.ts'
import { write } from '#lib/services/credentials/write.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { save } from '#lib/services/revisions/save.ts'
import { apply } from '#lib/services/runs/apply.ts'
import { get as getRun } from '#lib/services/runs/get.ts'
import { create } from '#lib/services/stacks/create.ts'
import type { PlanView, RunView } from '#lib/services/views.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { lint } from '#lib/thanos/lint.ts'
import { addFromPreset } from '#lib/thanos/presets/add.ts'
import { PresetRequest } from '#lib/thanos/presets/request.ts'
import { planFixes } from '#lib/thanos/safe-fixes.ts'
import { START } from '#lib/thanos/sizing/load.ts'
import { specObjectId, workloads, type StackSpec } from '#lib/thanos/spec.ts'
import { releaseOf } from '#lib/thanos/version.ts'
import { SCRAPE_INTERVAL_S, SERIES, type Edge } from './edges.ts'
import { eventually } from './eventually.ts'
import { guideFiles } from './guide.ts'

export const SECRET = 'thanos-s3-config'
export const S3_ENDPOINT = 's3.lab.svc.cluster.local:9000'
const RUN_WITHIN_MS = 900_000
/** More rounds than fixes that bring in a finding with another fix. */
const MOST_ROUNDS = 20

export type GuideOptions = {
  namespace: string
  /** Of the image, as "0.42.4". */
  release: string
  bucket: string
  accessKey: string
  secretKey: string
  /** Beside what the fixes do. */
  edits?: readonly Edit[]
}

/**
 * Blocks of ten minutes (hidden flags) and stores that look for them at once: what a cluster does in hours is seen in minutes. Not shorter: a receiver
 * refuses what is older than half a block, and an edge could not catch up after a restart that takes longer.
 */
export function labHaste(namespace: string): Edit[] {
  const [receiver, store] = [`StatefulSet/${namespace}/thanos-receiver`, `StatefulSet/${namespace}/thanos-store`]
  return [
    { op: 'flag.set', object: receiver, flag: 'tsdb.min-block-duration', values: ['10m'] },
    { op: 'flag.set', object: receiver, flag: 'tsdb.max-block-duration', values: ['10m'] },
    { op: 'flag.set', object: store, flag: 'sync-block-duration', values: ['15s'] },
  ]
}

/** The edges as they are expected, for the pages that compare them with what is seen. */
export function declareEdges(edges: readonly Edge[]): Edit[] {
  return edges.map(({ name, cluster, tenant }) => ({
    op: 'edge.set', object: `Edge/${name}`,
    edge: { name, kind: 'agent', labels: { cluster, prometheus_replica: 'prometheus-0' }, ...(tenant === undefined ? {} : { tenant }), samplesPerS: SERIES / SCRAPE_INTERVAL_S },
  }))
}

/** Makes the stack with the guide as printed as its first revision, and with all that is offered against its mistakes as its second. */
export async function importGuide(actor: Actor, { namespace, release, bucket, accessKey, secretKey, edits = [] }: GuideOptions): Promise<{ stackId: string; plan: PlanView }> {
  const { id: stackId } = await create(actor, { name: 'The guide', slug: namespace, namespace, connection: { kind: 'context', context: 'gauntlet' } })
  const { spec: printed } = adopt(await guideFiles(namespace))
  await save(actor, { stackId, base: 0, spec: printed, message: 'The guide as printed' })
  const reference = await write(actor, { stackId, secret: SECRET, settings: { bucket, endpoint: S3_ENDPOINT, insecure: true }, credentials: { accessKey, secretKey } })
  const referring = { ...printed, objects: printed.objects.map((object) => (specObjectId(object) === `Secret/${namespace}/${SECRET}` ? reference : object)) }
  const spec = applyEdits(takeOffered(referring, { namespace, release }), edits)
  await save(actor, { stackId, base: 1, spec, message: 'What is offered against its mistakes, and a query frontend' })
  return { stackId, plan: await compute(actor, { stackId }) }
}

/** All that Gauntlet offers against the mistakes of the guide, with what only a person can know, and the query frontend of which the guide has no manifest. */
export function takeOffered(printed: StackSpec, { namespace, release }: Pick<GuideOptions, 'namespace' | 'release'>): StackSpec {
  const fixed = takeFixes(applyEdits(printed, byHand(printed, { namespace, release })))
  const request = PresetRequest.parse({ parts: ['query-frontend'], size: 'S', load: START.S, namespace, release: releaseOf(release), bucket: { secret: SECRET, key: 'objstore.yml' } })
  return applyEdits(fixed, addFromPreset(fixed, request).edits)
}

/** Saves some edits as the next revision and plans it. */
export async function edit(actor: Actor, stackId: string, { message, edits }: { message: string; edits: readonly Edit[] }): Promise<PlanView> {
  const { number, spec } = await getRevision(actor, { stackId, number: 'head' })
  await save(actor, { stackId, base: number, spec: applyEdits(spec, edits), message })
  return compute(actor, { stackId })
}

/** `say` gets a line for each object that is done; `takesBack`: fields that somebody else has taken are taken from them, as whoever reviews the plan decides it. */
export type ApplyOptions = { say?: (line: string) => void; takesBack?: boolean }

/** Applies a plan and waits for the end of its run. */
export async function applyPlan(actor: Actor, plan: PlanView, { say = () => {}, takesBack = false }: ApplyOptions = {}): Promise<RunView> {
  const force = takesBack ? plan.objects.filter(({ verdict }) => verdict === 'conflict').map(({ object }) => object) : []
  const { id: runId } = await apply(actor, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey), force })
  const told = new Set<string>()
  return eventually('the run has ended', async () => {
    // A machine that is busy may be late in answering; the run goes on meanwhile.
    const run = await getRun(actor, { runId }).catch(() => undefined)
    if (run === undefined) return undefined
    for (const { object, status, message } of run.objects) {
      if (status === 'pending' || status === 'applying' || status === 'waiting' || told.has(object)) continue
      told.add(object)
      say(`${object} ${status}${message === undefined ? '' : `: ${message}`}`)
    }
    return run.status === 'running' ? undefined : run
  }, RUN_WITHIN_MS)
}

/** What no fix can know: the release that is wanted, memory for the caches, and that no central Prometheus runs here. */
function byHand(spec: StackSpec, { namespace, release }: { namespace: string; release: string }): Edit[] {
  return [
    ...workloads(spec).map((workload): Edit => ({ op: 'image.set', object: specObjectId(workload), image: `quay.io/thanos/thanos:v${release}` })),
    { op: 'resource.set', object: `StatefulSet/${namespace}/thanos-store`, side: 'limits', resource: 'memory', quantity: '9Gi' },
    { op: 'flag.drop', object: `Deployment/${namespace}/thanos-query`, flag: 'store', value: `dnssrv+_grpc._tcp.prometheus-operated.${namespace}.svc.cluster.local` },
  ]
}

/** Every fix that is offered: the safe ones together, the others one by one, as somebody does who reads them. */
function takeFixes(printed: StackSpec): StackSpec {
  let { spec } = planFixes(printed)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = lint(spec).find(({ fix }) => fix !== undefined)
    if (next?.fix === undefined) return spec
    spec = planFixes(applyEdits(spec, next.fix.edits)).spec
  }
  throw new Error(`fixes are still offered after ${MOST_ROUNDS} rounds: ${lint(spec).filter(({ fix }) => fix).map(({ code }) => code).join(', ')}`)
}
