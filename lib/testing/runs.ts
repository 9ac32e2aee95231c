// Runs for tests: from a spec to a plan, an apply, and its end.
import { findingKey } from '../thanos/finding.ts'
import type { StackSpec } from '../thanos/spec.ts'
import { compute } from '../services/plans/compute.ts'
import { save } from '../services/revisions/save.ts'
import { apply, type ApplyPlan } from '../services/runs/apply.ts'
import { get } from '../services/runs/get.ts'
import type { PlanView, RunView, StackView } from '../services/views.ts'
import { operator, viewer } from './actors.ts'
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
