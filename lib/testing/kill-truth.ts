// What a run that has ended says of its objects, held against the cluster: what it did is there, what it did not do is not.
import type { Cluster, ObjectRef } from '../kube/cluster.ts'
import type { RunObject } from '../manifest/progress.ts'
import { markOf } from '../manifest/revision-mark.ts'
import type { KubeObject } from '../manifest/types.ts'

/** `claims`: how many objects it said something of that can be held against what is. `untrue`: what is otherwise, each in words. */
export type Truth = { claims: number; untrue: string[] }

/** To be asked before anything else is applied there. Of a revision that no other run applied: its mark is then this run's own. */
export async function truthOf({ revision, objects }: { revision: number; objects: readonly RunObject[] }, cluster: Cluster): Promise<Truth> {
  const truth: Truth = { claims: 0, untrue: [] }
  for (const object of objects) {
    const claim = claimOf(object)
    if (claim === undefined) continue
    truth.claims++
    const isDone = object.action === 'delete' ? isGone : isMarked
    if (isDone(await cluster.get(refOfId(object.object)), revision) === claim) continue
    const [verb, undone] = object.action === 'delete' ? ['deleted', 'still there'] : ['applied', 'not of this revision']
    truth.untrue.push(`${object.object} is ${object.status}, and ${claim ? undone : `was ${verb}`}`)
  }
  return truth
}

/** Whether it says that its object was done or that it was not; undefined where it leaves that open, or had nothing to do. */
function claimOf({ status, isApplied }: RunObject): boolean | undefined {
  if (status === 'skipped') return false
  return status === 'done' || (status === 'failed' && isApplied === true) ? true : undefined
}

const isGone = (live: KubeObject | undefined): boolean => live === undefined
const isMarked = (live: KubeObject | undefined, revision: number): boolean => markOf(live) === String(revision)

/** The address of an object of a course: it has built-in kinds alone. */
export function refOfId(id: string): ObjectRef {
  const [kind = '', namespace = '', name = ''] = id.split('/')
  return { apiVersion: kind === 'Deployment' || kind === 'StatefulSet' ? 'apps/v1' : 'v1', kind, name, namespace }
}
