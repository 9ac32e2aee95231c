// Plays the steps of a plan and says at which the receivers would write to a pod that is not there, or could not build their ring. It knows
// nothing of how the order was found.
import type { PlanStep } from '../../manifest/step.ts'
import { algorithmOf, quorum } from '../hashring.ts'
import { specObjectId, workloads, type StackSpec } from '../spec.ts'
import { heldPods, type Held } from './held.ts'
import { addressesOf, ringReader, ringReaders, serverOf, type RingReader } from './rings.ts'
import { sidesOf, stateAfter } from './state.ts'

/**
 * `absent`: while or after the step, `reader` routes by a ring that names `addresses`, and no ready pod answers to them. `small`: it has to build a
 * ring of fewer endpoints than its replication factor, at which it exits. `losesQuorum`: writes of some series are refused then. `held`: it is so
 * for pods that keep their old template, whatever the order.
 */
export type RingFault = {
  readonly kind: 'absent' | 'small'; readonly step: number; readonly reader: string; readonly addresses: readonly string[]; readonly losesQuorum: boolean
  readonly held?: Held
}

/** What some pods of one receiver may be routing by at a moment: they need not all have the same. */
type View = RingReader & { readonly held?: Held }

/**
 * The faults of these steps, none when each moment is safe: before and after each step, and while it goes on, when a ring that changes is
 * known to some and not to others, and a workload that changes has only the pods that it had before and has afterwards. What was amiss before
 * the first step is no fault of the steps. One pod at a time that restarts is not counted: it is there again before the next.
 */
export function simulateSteps(before: StackSpec, after: StackSpec, steps: readonly PlanStep[]): RingFault[] {
  const sides = sidesOf(before, after)
  // What is the very same on both sides moves nothing, and to look at each moment of hundreds of objects takes long.
  const touching = new Set([...before.objects, ...after.objects].filter(isTouching).map(specObjectId).filter((id) => sides.before.get(id) !== sides.after.get(id)))
  const done = new Set<string>()
  let state = before
  let views = new Map(ringReaders(before).map((reader): [string, View[]] => [reader.id, [reader]]))
  const amiss = new Set([...views.values()].flat().flatMap((view) => absentIn(view, [state])))
  const small = new Set([...views].flatMap(([id, all]) => (all.some(isTooSmall) ? [id] : [])))
  const faults: RingFault[] = []
  steps.forEach(({ object }, step) => {
    done.add(object)
    if (!touching.has(object)) return
    const next = stateAfter(sides, done)
    const nextViews = new Map([...views].map(([id, all]): [string, View[]] => [id, viewsAfter(all, { object, id, next })]))
    for (const [id, all] of views) {
      const later = nextViews.get(id) ?? []
      const possible = later.length === 0 ? [] : [...all, ...later]
      for (const view of possible) {
        const fault = { step, reader: id, ...(view.held ? { held: view.held } : {}) }
        const absent = absentIn(view, [state, next]).filter((address) => !amiss.has(address))
        if (absent.length > 0) faults.push({ ...fault, kind: 'absent', addresses: absent, losesQuorum: losesQuorum(view, new Set(absent)) })
        if (isTooSmall(view) && !small.has(id)) faults.push({ ...fault, kind: 'small', addresses: [], losesQuorum: true })
      }
    }
    state = next
    views = nextViews
  })
  return unique(faults)
}

/** What the pods of one receiver route by once a step is over; none when it has gone. */
function viewsAfter(views: readonly View[], { object, id, next }: { object: string; id: string; next: StackSpec }): View[] {
  const workload = workloads(next).find((one) => specObjectId(one) === id)
  if (!workload) return []
  if (object === id) {
    // Its pods are made anew with it, but for those that their workload leaves as they are.
    const kept = views.flatMap((view): View[] => {
      const held = view.held ?? heldPods(view.workload, workload)
      return held ? [{ ...view, held }] : []
    })
    return [ringReader(next, workload) ?? [], ...kept].flat()
  }
  // Who watches its file has the new one once that is applied, who does not only once its own pods are made anew.
  return views.map((view) => (view.source === object ? { ...view, ...ringReader(next, view.workload) } : view))
}

/** The addresses that a view names and that do not have a pod in each of the states. */
function absentIn({ rings, workload }: View, states: readonly StackSpec[]): string[] {
  return addressesOf(rings).filter((address) => states.some((state) => serverOf(state, workload, address) === undefined))
}

/** Whether some series has too few of its copies' receivers left: any that lie on the absent ones together. */
function losesQuorum({ rings, factor }: View, absent: ReadonlySet<string>): boolean {
  return rings.some((ring) => ring.endpoints.filter(({ address }) => absent.has(address)).length > factor - quorum(factor))
}

function isTooSmall({ rings, factor, workload }: View): boolean {
  return rings.some((ring) => algorithmOf(ring, workload) === 'ketama' && ring.endpoints.length < factor)
}

/** Objects that rings and their pods depend on. */
function isTouching(object: StackSpec['objects'][number]): boolean {
  return object.type === 'config' || object.object === 'Service' || (object.type === 'workload' && object.kind === 'receive')
}

function unique(faults: readonly RingFault[]): RingFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}
