// Which steps of a run may go at once: neighbours of one kind of which none is waited for, and that nothing put where they are.
import type { Step } from './steps.ts'

/**
 * The steps in their order, cut into groups that come one after the other. Objects of one kind do not need each other; a step that is waited
 * for, that has a reason to stand where it stands, or that deletes, goes alone.
 */
export function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    const neighbour = last?.at(-1)
    if (last && neighbour && isFree(step) && isFree(neighbour) && step.ref.kind === neighbour.ref.kind) last.push(step)
    else groups.push([step])
  }
  return groups
}

function isFree({ action, gate, isMoved }: Step): boolean {
  return action === 'apply' && gate === 'none' && !isMoved
}
