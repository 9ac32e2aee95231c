// What a plan and a look for drift cost beside `kubectl diff --server-side`, and a run without its gates beside `kubectl apply --server-side`, on a
// real API server of one's own (docs/lab.md): the same objects, the same change, in turns. Beside the plan stands what its dry runs alone take, which is
// mostly the API server's own time, and the processor time of all that takes part: less than its share of the cores no order of work can take.
// Needs Go once, to build the lab: `node --conditions=react-server bench/plan.mjs`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { labApi } from '../lab/api.ts'
import { buildKubectl } from '../lab/build.ts'
import { startControlPlane } from '../lab/control-plane.ts'
import { runFolder } from '../lab/run-folder.ts'
import { objectId } from '../lib/manifest/types.ts'
import { toYaml } from '../lib/manifest/yaml.ts'
import { adopt } from '../lib/thanos/adopt.ts'
import { orderedObjects } from '../lib/thanos/apply-order.ts'
import { applyEdits } from '../lib/thanos/apply-edits.ts'
import { findingKey } from '../lib/thanos/finding.ts'
import { specObjectId, workloads } from '../lib/thanos/spec.ts'
import { migrate } from '../scripts/migrate.mjs'
import { ensurePostgres } from '../scripts/pg.mjs'
import { largeInstallation } from './installation.mjs'
import { processorTime, usedBetween } from './processor-time.mjs'

const IMAGES = ['quay.io/thanos/thanos:v0.40.1', 'quay.io/thanos/thanos:v0.41.0']
const data = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
const kubectl = await buildKubectl({ log: console.error })
// What starts kubectl, in turns with what is measured here: a fork from this very process would leave each page of its memory to be copied at the next
// write, for which the plan that comes after would pay.
const shell = spawn('sh', [], { stdio: ['pipe', 'pipe', 'inherit'] })
const codes = createInterface({ input: shell.stdout })
const postgres = await ensurePostgres(join(data, 'postgres'), 'gauntlet')
const plane = await startControlPlane({ dir: await runFolder(), log: console.error })
try {
  await migrate(postgres.url)
  Object.assign(process.env, {
    DATABASE_URL: postgres.url, GAUNTLET_SECRET: 'a secret for this bench only, as long as a real one', LOG_LEVEL: 'silent', KUBECONFIG: plane.kubeconfig,
  })
  const { db, closeDatabase } = await import('../lib/db/client.ts')
  const { insertStack } = await import('../lib/db/stacks.ts')
  const { save } = await import('../lib/services/revisions/save.ts')
  const { compute } = await import('../lib/services/plans/compute.ts')
  const { apply } = await import('../lib/services/runs/apply.ts')
  const { check } = await import('../lib/services/drift/check.ts')
  const { clusterOf } = await import('../lib/services/connections/resolve.ts')
  const { mapBounded } = await import('../lib/services/bounded.ts')
  const { CONCURRENCY } = await import('../lib/services/plans/look.ts')
  const { startWorker, stopWorker } = await import('../lib/services/runs/worker.ts')
  await startWorker()
  const actor = { id: 'bench', name: 'bench', role: 'admin', door: 'browser' }
  /** What is waited for is the cluster's own time: the same for both. */
  const withoutGates = ({ id, steps }) => db().plan.update({ where: { id }, data: { steps: steps.map((step) => ({ ...step, gate: 'none' })) } })
  const ended = async ({ id: runId }) => {
    for (;;) {
      // Only its status: to read five hundred results a hundred times a second is no part of what a run costs.
      const { status, message } = await db().run.findUniqueOrThrow({ where: { id: runId }, select: { status: true, message: true } })
      if (status === 'succeeded') return
      if (status !== 'running') throw new Error(`the run ${status}: ${JSON.stringify(message)}`)
      await new Promise((resolve) => { setTimeout(resolve, 10) })
    }
  }
  const api = labApi({ url: plane.url, token: plane.adminToken, ca: plane.ca })

  for (const [objects, times] of [[32, 9], [500, 3]]) {
    const namespace = `bench-${objects}`
    const before = crowdedNamespace(objects)
    const [was, will] = IMAGES.map((image) => inNamespace(withImage(before, image), namespace))
    await api.must('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
    for (const { name, keys } of before.objects.filter(({ type }) => type === 'reference')) {
      await api.must('POST', `/api/v1/namespaces/${namespace}/secrets`, { metadata: { name }, stringData: Object.fromEntries(keys.map((key) => [key, 'type: S3\n'])) })
    }
    const folders = [folderOf(was, `${objects}-was`), folderOf(will, `${objects}-will`)]
    await run(['apply', '--server-side', '--field-manager=gauntlet', '-f', folders[0]], [0])
    const { id: stackId } = await insertStack(db(), { slug: namespace, name: namespace, namespace, connection: { kind: 'context', context: 'admin' } })
    await save(actor, { stackId, base: 0, spec: will, message: 'Another image' })
    const took = { gauntlet: [], kubectl: [], dryRuns: [] }
    const used = new Map()
    const cluster = clusterOf({ kind: 'context', context: 'admin' }, { timeoutMs: 60_000 })
    const wanted = orderedObjects(will)
    for (let turn = -1; turn < times; turn++) {
      const processors = processorTime()
      const ours = await timed(() => compute(actor, { stackId }))
      if (turn >= 0) for (const [name, ms] of usedBetween(processors, processorTime())) used.set(name, (used.get(name) ?? 0) + ms / times)
      const theirs = await timed(() => run(['diff', '--server-side', '--field-manager=gauntlet', '-f', folders[1]], [1]))
      const changed = ours.value.objects.filter(({ verdict }) => verdict === 'change').length
      if (changed !== workloads(before).length) throw new Error(`the plan changes ${changed} objects instead of ${workloads(before).length}`)
      const bare = await timed(() => mapBounded(wanted, CONCURRENCY, (object) => cluster.apply(object, { dryRun: true, force: false })))
      // kubectl comes before each of them, so that caches are as cold.
      await run(['diff', '--server-side', '--field-manager=gauntlet', '-f', folders[1]], [1])
      // the first turn opens connections and fills caches on both sides
      if (turn >= 0) { took.gauntlet.push(ours.ms); took.kubectl.push(theirs.ms); took.dryRuns.push(bare.ms) }
    }
    const [ours, theirs, bare] = [median(took.gauntlet), median(took.kubectl), median(took.dryRuns)]
    console.log(`${objects} dry runs alone, ${CONCURRENCY} at a time: ${bare.toFixed(0)} ms, ratio ${(bare / theirs).toFixed(2)}`)
    console.log(`plan ${objects} objects: gauntlet ${ours.toFixed(0)} ms, kubectl diff --server-side ${theirs.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(2)} (medians of ${times}, in turns)`)
    const inAll = [...used.values()].reduce((sum, ms) => sum + ms, 0)
    const parts = [...used].filter(([, ms]) => ms >= 1).map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(', ')
    console.log(`plan ${objects} objects: ${inAll.toFixed(0)} ms of processor time in all of it (${parts}); on ${availableParallelism()} cores that alone is ratio ${(inAll / availableParallelism() / theirs).toFixed(2)} (means of ${times})`)

    const applied = { gauntlet: [], kubectl: [] }
    for (let turn = -1; turn < times; turn++) {
      const plan = await compute(actor, { stackId })
      await withoutGates(plan)
      const acknowledge = plan.acknowledge.map(findingKey)
      const ours = await timed(async () => ended(await apply(actor, { planId: plan.id, acknowledge })))
      // Back to what was, so that both make the same change.
      await run(['apply', '--server-side', '--field-manager=gauntlet', '-f', folders[0]], [0])
      const theirs = await timed(() => run(['apply', '--server-side', '--field-manager=gauntlet', '-f', folders[1]], [0]))
      await run(['apply', '--server-side', '--field-manager=gauntlet', '-f', folders[0]], [0])
      if (turn >= 0) { applied.gauntlet.push(ours.ms); applied.kubectl.push(theirs.ms) }
    }
    const [runMs, kubectlMs] = [median(applied.gauntlet), median(applied.kubectl)]
    console.log(`apply ${objects} objects, no gates: gauntlet ${runMs.toFixed(0)} ms, kubectl apply --server-side ${kubectlMs.toFixed(0)} ms, ratio ${(runMs / kubectlMs).toFixed(2)} (medians of ${times}, in turns)`)

    // The last revision is what was applied last by Gauntlet; kubectl has put the one before back, so every workload differs.
    const drift = { gauntlet: [], kubectl: [] }
    for (let turn = -1; turn < times; turn++) {
      const ours = await timed(() => check(actor, { stackId }))
      const theirs = await timed(() => run(['diff', '--server-side', '--field-manager=gauntlet', '-f', folders[1]], [1]))
      if (ours.value !== workloads(before).length) throw new Error(`${ours.value} objects drifted instead of ${workloads(before).length}`)
      if (turn >= 0) { drift.gauntlet.push(ours.ms); drift.kubectl.push(theirs.ms) }
    }
    const [driftMs, diffMs] = [median(drift.gauntlet), median(drift.kubectl)]
    console.log(`drift of ${objects} objects: gauntlet ${driftMs.toFixed(0)} ms, kubectl diff --server-side ${diffMs.toFixed(0)} ms, ratio ${(driftMs / diffMs).toFixed(2)} (medians of ${times}, in turns)`)
  }
  console.log(`memory after: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB resident in this bench's own process, which planned; no server ran`)
  await stopWorker()
  await closeDatabase()
} finally {
  shell.stdin.end()
  await plane.stop()
  await postgres.stop()
  rmSync(data, { recursive: true, force: true })
}

/** A spec of which Gauntlet applies exactly `objects` objects, all in one namespace. */
function crowdedNamespace(objects) {
  const { spec } = adopt([{ name: 'all.yaml', text: largeInstallation(objects + 20) }])
  const managed = new Set(orderedObjects(spec).slice(0, objects).map(objectId))
  return { ...spec, objects: spec.objects.filter((object) => object.type === 'reference' || managed.has(specObjectId(object))) }
}

function withImage(spec, image) {
  return applyEdits(spec, workloads(spec).map((workload) => ({ op: 'image.set', object: specObjectId(workload), image })))
}

function inNamespace(spec, namespace) {
  return JSON.parse(JSON.stringify(spec).replaceAll('"namespace":"thanos"', `"namespace":"${namespace}"`))
}

function folderOf(spec, name) {
  const folder = join(data, name)
  mkdirSync(folder)
  for (const [index, object] of orderedObjects(spec).entries()) writeFileSync(join(folder, `${String(index).padStart(4, '0')}.yaml`), toYaml(object))
  return folder
}

/** Runs kubectl to its end; throws with its words when it ends otherwise than expected. */
async function run(args, expected) {
  const errors = join(data, 'kubectl.err')
  const words = [kubectl, `--kubeconfig=${plane.kubeconfig}`, '--context=admin', ...args]
  shell.stdin.write(`${words.map((word) => `'${word}'`).join(' ')} > /dev/null 2> '${errors}'; echo $?\n`)
  const [code] = await once(codes, 'line')
  if (!expected.includes(Number(code))) throw new Error(`kubectl ${args[0]} ended with ${code}: ${readFileSync(errors, 'utf8').slice(0, 2_000)}`)
}

async function timed(work) {
  const start = performance.now()
  const value = await work()
  return { value, ms: performance.now() - start }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}
