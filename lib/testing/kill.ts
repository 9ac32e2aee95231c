// kill -9 at any moment: replicas in processes of their own carry runs out, one after the other is killed at a random time, and every run must
// end as succeeded or interrupted, with the truth of each object, written to by one holder at a time.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { db } from '../db/client.ts'
import { listEvents } from '../db/events.ts'
import { findRun, type RunRow } from '../db/runs.ts'
import { AppError } from '../errors.ts'
import { connect } from '../kube/cluster.ts'
import { startSandbox, type Sandbox } from '../sandbox/server.ts'
import type { Seen } from '../sandbox/control.ts'
import { compute } from '../services/plans/compute.ts'
import { save } from '../services/revisions/save.ts'
import { apply } from '../services/runs/apply.ts'
import type { RunView, StackView } from '../services/views.ts'
import { findingKey } from '../thanos/finding.ts'
import type { StackSpec } from '../thanos/spec.ts'
import { operator } from './actors.ts'
import { courseSpec } from './course.ts'
import { refOfId, truthOf } from './kill-truth.ts'
import { startReplica } from './replica.ts'
import { specOf } from './specs.ts'
import { makeStack } from './stacks.ts'
import { until } from './wait.ts'

/**
 * `points`: kills that hit a run under way. `lost`: runs that did not end. `overlaps`: writes of a holder after a later one had begun to write.
 * `claims`: objects of ended runs whose result was held against the cluster; `removed`: those that a run says it deleted.
 */
export type KillReport = {
  kills: number; points: number; runs: number; untouched: number; resumed: number; interrupted: number; lost: number; claims: number; removed: number; untrue: string[]; overlaps: string[]
  /** In which state the object at hand was when a run was hit. */
  hitAt: Record<string, number>
}

const REPLICAS = 3
const LEASE_MS = 3_000
/** Every so many runs somebody else changes what the run has still to do, right after a kill. */
const MEDDLE_EACH = 6
const LONGEST_MS = 120_000
const MOST_ATTEMPTS = 60

/** How long each of the `notes` takes to be written, so that kills come while several are under way. */
const NOTE_MS = 60

/**
 * Kills until so many runs under way were hit, on `stacks` stacks at once; the longer pods take to roll, the longer each. `notes` are ConfigMaps of
 * each stack that wait for nothing and are written slowly. DATABASE_URL must be a migrated database.
 */
export async function killRuns({ points, stacks, rollMs = 120, notes = 0, withinMs = Infinity, say = () => undefined }: {
  points: number; stacks: number; rollMs?: number; notes?: number; /** No kill after that. */ withinMs?: number; say?: (line: string) => void
}): Promise<KillReport> {
  const sandbox = await startSandbox({ rollMs })
  sandbox.weather.set({ rules: [{ effect: { kind: 'slow', ms: NOTE_MS }, methods: ['PATCH', 'DELETE'], dryRun: false, path: '/configmaps/' }] })
  Object.assign(process.env, {
    GAUNTLET_SANDBOX_URL: sandbox.url, GAUNTLET_RUN_LEASE_MS: String(LEASE_MS), GAUNTLET_GATE_POLL_MS: '50', GAUNTLET_GATE_STABLE_MS: '150',
    GAUNTLET_GATE_REFRESH_MS: '100', GAUNTLET_GATE_TIMEOUT_MS: '60000',
  })
  const worker = process.env.GAUNTLET_WORKER
  process.env.GAUNTLET_WORKER = 'off'
  const field = new Field(sandbox, notes)
  try {
    await field.begin(stacks)
    const deadline = performance.now() + withinMs
    while (field.report.points < points && performance.now() < deadline) {
      await field.keepBusy()
      await pause(Math.random() * 700)
      if (await field.strike()) say(`${field.report.points} of ${points}: ${JSON.stringify(field.report.hitAt)}`)
    }
    await field.settle()
    return field.report
  } finally {
    await field.end()
    await sandbox.close()
    process.env.GAUNTLET_WORKER = worker
  }
}

class Field {
  readonly report: KillReport = { kills: 0, points: 0, runs: 0, untouched: 0, resumed: 0, interrupted: 0, lost: 0, claims: 0, removed: 0, untrue: [], overlaps: [], hitAt: {} }
  private readonly replicas = new Set<ChildProcess>()
  private readonly stacks: { stack: StackView; head: number; run?: RunView }[] = []
  private readonly hit = new Set<string>()
  private readonly ledger = new Ledger()
  private readonly sandbox: Sandbox
  private readonly notes: number

  constructor(sandbox: Sandbox, notes: number) {
    this.sandbox = sandbox
    this.notes = notes
  }

  async begin(stacks: number): Promise<void> {
    const cluster = connect({ kind: 'sandbox', url: this.sandbox.url })
    for (let index = 0; index < stacks; index++) {
      const namespace = `kill-${index}`
      await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, { dryRun: false, force: true, manager: 'test' })
      this.stacks.push({ stack: await makeStack({ namespace }), head: 0 })
    }
    await Promise.all(Array.from({ length: REPLICAS }, () => this.startReplica()))
  }

  private async startReplica(): Promise<void> {
    this.replicas.add(await startReplica())
  }

  /** A run under way on every stack. */
  async keepBusy(): Promise<void> {
    this.ledger.read(this.sandbox.requests())
    for (const place of this.stacks) {
      if (place.run && (await runNow(place.run.id))?.status === 'running') continue
      if (place.run) await this.judge(place.run)
      place.head++
      const { stack, head } = place
      await patiently(() => save(operator, { stackId: stack.id, base: head - 1, spec: crowded(courseSpec(stack.namespace, head), { namespace: stack.namespace, notes: this.notes, revision: head }), message: `Revision ${head}` }))
      const plan = await patiently(() => compute(operator, { stackId: stack.id }))
      const remove = plan.objects.filter(({ verdict }) => verdict === 'orphan').map(({ object }) => object)
      place.run = await patiently(() => apply(operator, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey), remove }))
      this.report.runs++
    }
  }

  /** Kills the replica of one run under way, and starts another. False when there was none. */
  async strike(): Promise<boolean> {
    const held = (await Promise.all(this.stacks.map(async ({ run }) => run && runNow(run.id)))).filter((run) => run?.status === 'running' && run.owner !== undefined)
    const victim = held[Math.floor(Math.random() * held.length)]
    const child = [...this.replicas].find(({ pid }) => victim?.owner?.split(' ').includes(String(pid)) === true)
    if (!victim || !child) return false
    child.kill('SIGKILL')
    await once(child, 'exit')
    this.replicas.delete(child)
    this.report.kills++
    // What the dead one had under way when it died, as it stands now.
    for (const run of await Promise.all(held.map(async (each) => each && runNow(each.id)))) {
      if (run?.status !== 'running' || run.owner?.split(' ').includes(String(child.pid)) !== true) continue
      this.report.points++
      this.hit.add(run.id)
      const at = run.objects.find(({ status }) => status === 'applying' || status === 'waiting')?.status ?? 'between'
      this.report.hitAt[at] = (this.report.hitAt[at] ?? 0) + 1
      if (this.report.points % MEDDLE_EACH === 0) await this.meddle(run.objects.find(({ status, action }) => status === 'pending' && action !== 'delete')?.object)
    }
    void this.startReplica()
    return true
  }

  /** Changes something that is not Gauntlet's: no conflict, and no longer what the plan saw. */
  private async meddle(object: string | undefined): Promise<void> {
    if (object === undefined) return
    const cluster = connect({ kind: 'sandbox', url: this.sandbox.url })
    const ref = refOfId(object)
    if (!await cluster.get(ref)) return
    const { apiVersion, kind, name, namespace = '' } = ref
    await cluster.apply({ apiVersion, kind, metadata: { name, namespace, labels: { meddled: String(this.report.points) } } }, { dryRun: false, force: false, manager: 'someone' })
  }

  /** What a run that has ended says, against what is. */
  private async judge({ id, stackId }: RunView): Promise<void> {
    const run = await runNow(id)
    const untrue = (what: string): void => { this.report.untrue.push(`${id}: ${what}`) }
    if (!run || run.status === 'running') {
      this.report.lost++
      return
    }
    if (run.status === 'interrupted') this.report.interrupted++
    else if (run.status !== 'succeeded') untrue(`${run.status}: ${run.message?.en ?? ''} ${run.objects.map(({ message }) => message?.en ?? '').join(' ')}`)
    else if (this.hit.has(id)) this.report.resumed++
    else this.report.untouched++
    if (run.status === 'succeeded' && run.objects.some(({ status }) => status !== 'done' && status !== 'unchanged')) untrue('it succeeded and has objects that are not done')
    const ends = (await listEvents(db(), { filter: { stackId }, limit: 200 })).filter(({ subject, action }) => subject === `run ${id}` && (action === 'run.finish' || action === 'run.interrupt'))
    if (ends.length !== 1) untrue(`${ends.length} events tell its end`)
    const { claims, untrue: others } = await truthOf(run, connect({ kind: 'sandbox', url: this.sandbox.url }))
    this.report.claims += claims
    this.report.removed += run.objects.filter(({ action, status }) => action === 'delete' && status === 'done').length
    for (const each of others) untrue(`${run.status}: ${each}`)
    if (run.status === 'succeeded') {
      const plan = await patiently(() => compute(operator, { stackId }))
      const open = plan.objects.filter(({ verdict }) => verdict !== 'unchanged').map(({ object }) => object)
      if (open.length > 0) untrue(`it succeeded and ${open.join(', ')} is not as asked`)
    }
  }

  /** Every run to its end. */
  async settle(): Promise<void> {
    for (const { run } of this.stacks) {
      if (!run) continue
      await until(() => runNow(run.id), (seen) => seen?.status !== 'running', LONGEST_MS).catch(() => undefined)
      await this.judge(run)
    }
    this.ledger.read(this.sandbox.requests())
    this.report.overlaps = this.ledger.overlaps
  }

  async end(): Promise<void> {
    for (const child of this.replicas) {
      if (child.exitCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
}

/** A spec with so many ConfigMaps more, each another one with every revision, and with one that only this revision has: the next run is to delete it. */
function crowded(spec: StackSpec, { namespace, notes, revision }: { namespace: string; notes: number; revision: number }): StackSpec {
  const names = [...Array.from({ length: notes }, (_, index) => `note-${index}`), `only-in-${revision}`]
  const documents = names.map((name) => JSON.stringify({
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { 'note.txt': `${name} of revision ${revision}` },
  }))
  return { ...spec, objects: [...spec.objects, ...specOf(documents.join('\n---\n')).objects] }
}

/** A machine that is busy with dying and starting processes may be late in answering; that is none of what is asked here. */
async function runNow(id: string): Promise<RunRow | undefined> {
  return patiently(() => findRun(db(), id))
}

async function patiently<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || (error instanceof AppError && error.code !== 'UPSTREAM')) throw error
      await pause(500)
    }
  }
}

/** Who wrote when, as the cluster saw it. */
class Ledger {
  readonly overlaps: string[] = []
  private readonly newest = new Map<string, number>()
  private last: Seen | undefined

  read(requests: readonly Seen[]): void {
    const from = this.last === undefined ? 0 : requests.lastIndexOf(this.last) + 1
    for (const { method, path, dryRun, agent } of requests.slice(from)) {
      const [, run = '', epoch = ''] = /run ([\w-]+), epoch (\d+)/.exec(agent) ?? []
      if (run === '' || dryRun || method === 'GET') continue
      const before = this.newest.get(run) ?? 0
      if (Number(epoch) < before) this.overlaps.push(`${run}: ${method} ${path} of epoch ${epoch} after one of epoch ${before}`)
      this.newest.set(run, Math.max(before, Number(epoch)))
    }
    this.last = requests.at(-1)
  }
}
