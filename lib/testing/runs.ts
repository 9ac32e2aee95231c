// Runs for tests: from a spec to a plan, an apply, and its end.
import { beforeEach } from 'vitest'
import { db } from '../db/client.ts'
import { listEvents } from '../db/events.ts'
import type { KubeObject } from '../manifest/types.ts'
import { findingKey } from '../thanos/finding.ts'
import type { StackSpec } from '../thanos/spec.ts'
import { compute } from '../services/plans/compute.ts'
import { save } from '../services/revisions/save.ts'
import { apply, type ApplyPlan } from '../services/runs/apply.ts'
import { get } from '../services/runs/get.ts'
import type { PlanView, RunObject, RunView, StackView } from '../services/views.ts'
import { operator, viewer } from './actors.ts'
import type { TestSandbox } from './sandbox.ts'
import { querySpec } from './specs.ts'
import { makeStack } from './stacks.ts'
import { until } from './wait.ts'

/** A stack with one revision. */
export async function stackWith(namespace: string, spec: StackSpec): Promise<StackView> {
  const stack = await makeStack({ namespace })
  await save(operator, { stackId: stack.id, base: 0, spec, message: 'Import' })
  return stack
}

/** A plan of its newest revision, and a run of that plan. */
export async function begin(stack: StackView, choices: Partial<ApplyPlan> = {}): Promise<{ plan: PlanView; run: RunView }> {
  const plan = await compute(operator, { stackId: stack.id })
  return { plan, run: await apply(operator, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey), ...choices }) }
}

/** The run once it is as wanted. */
export async function when(run: { id: string }, isSo: (run: RunView) => boolean, limitMs = 15_000): Promise<RunView> {
  return until(() => get(viewer, { runId: run.id }), isSo, limitMs)
}

export async function ended(run: { id: string }, limitMs = 15_000): Promise<RunView> {
  return when(run, ({ status }) => status !== 'running', limitMs)
}

/** Each test begins with these times, and may set others. */
export function usualTimes(): void {
  beforeEach(() => Object.assign(process.env, {
    GAUNTLET_GATE_TIMEOUT_MS: '15000', GAUNTLET_GATE_STABLE_MS: '40', GAUNTLET_GATE_HOPELESS_MS: '45000',
    GAUNTLET_WRITE_PATIENCE_MS: '10000', GAUNTLET_WRITE_TIMEOUT_MS: '60000',
  }))
}

/** What a run says of one object. */
export function objectOf(run: RunView, id: string): RunObject | undefined {
  return run.objects.find(({ object }) => object === id)
}

/** A stack of one querier in a new namespace, and the ids of that querier and of its Service. */
export async function queryStack(sandbox: TestSandbox, namespace: string): Promise<StackView> {
  return stackWith(await sandbox.namespace(namespace), querySpec({ namespace }))
}
export const query = (namespace: string): string => `Deployment/${namespace}/thanos-query`
export const service = (namespace: string): string => `Service/${namespace}/thanos-query`

/** That querier as the cluster has it. */
export async function liveQuery(sandbox: TestSandbox, namespace: string): Promise<KubeObject | undefined> {
  return sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'thanos-query', namespace })
}

/** Somebody deletes a namespace and makes one of the same name: to its objects, another cluster looks the same. */
export async function remakeNamespace(sandbox: TestSandbox, name: string): Promise<void> {
  await fetch(`${sandbox.url()}/api/v1/namespaces/${name}`, { method: 'DELETE' })
  await until(() => sandbox.cluster().get({ apiVersion: 'v1', kind: 'Namespace', name }), (found) => found === undefined)
  await sandbox.namespace(name)
}

/** What the audit has of one kind of event of a stack, newest first. */
export async function eventsOf(stackId: string, action: string): ReturnType<typeof listEvents> {
  return listEvents(db(), { filter: { stackId, action }, limit: 20 })
}
