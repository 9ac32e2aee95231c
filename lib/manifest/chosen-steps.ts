// Which steps of a plan a run carries out. Apart from what parses them: pages decide by it too, and would load the parser with it.
import type { ObjectChange } from './change.ts'
import type { RunChoices } from './run-choices.ts'
import type { PlanStep } from './step.ts'

/** The steps that a run with these choices carries out, in their order. */
export function chosenSteps(steps: readonly PlanStep[], { remove }: Pick<RunChoices, 'remove'>): PlanStep[] {
  return steps.filter(({ object, action }) => action === 'apply' || remove.includes(object))
}

/** Whether a run does anything where nothing is ticked: something changes, or is as wanted already and is still waited for. */
export function hasWork(changes: readonly Pick<ObjectChange, 'verdict'>[], steps: readonly PlanStep[]): boolean {
  return changes.some(({ verdict }) => verdict !== 'unchanged' && verdict !== 'orphan') || steps.some(({ action, gate }) => action === 'apply' && gate !== 'none')
}
