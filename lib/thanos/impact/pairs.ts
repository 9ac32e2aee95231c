// The workloads of both sides of a change, matched, and how many of their pods are down at a time.
import { getAt } from '../../manifest/pointer.ts'
import type { Json } from '../../manifest/types.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

/** Those of a kind that are on both sides. */
export function pairs(before: StackSpec, after: StackSpec, kind: Workload['kind']): [old: Workload, next: Workload][] {
  const old = new Map(workloads(before).map((workload) => [specObjectId(workload), workload]))
  return workloads(after).flatMap((workload): [Workload, Workload][] => {
    const was = old.get(specObjectId(workload))
    return workload.kind === kind && was ? [[was, workload]] : []
  })
}

/** Those of a kind that run before and not afterwards: without replicas, or gone with the revision. */
export function stopped(before: StackSpec, after: StackSpec, kind: Workload['kind']): { workload: Workload; isGone: boolean }[] {
  const next = new Map(workloads(after).map((workload) => [specObjectId(workload), workload]))
  return workloads(before).filter((workload) => workload.kind === kind && isRunning(workload)).flatMap((workload) => {
    const is = next.get(specObjectId(workload))
    return is && isRunning(is) ? [] : [{ workload, isGone: is === undefined }]
  })
}

/** Whether a workload asks for any pod. */
export function isRunning({ replicas }: Workload): boolean {
  return replicas !== 0
}

/** How many pods a rollout takes away at a time, by the workload's own strategy. Source: the API reference of StatefulSet and Deployment. */
export function downAtOnce(workload: Workload): number {
  const replicas = workload.replicas ?? 1
  if (workload.object === 'StatefulSet') return Math.min(replicas, count(getAt(workload.rest, '/spec/updateStrategy/rollingUpdate/maxUnavailable'), { of: replicas, otherwise: 1, round: Math.ceil }) || 1)
  if (getAt(workload.rest, '/spec/strategy/type') === 'Recreate') return replicas
  return count(getAt(workload.rest, '/spec/strategy/rollingUpdate/maxUnavailable'), { of: replicas, otherwise: Math.floor(replicas / 4), round: Math.floor })
}

/** A number or a percentage. */
function count(value: Json | undefined, { of, otherwise, round }: { of: number; otherwise: number; round: (value: number) => number }): number {
  if (typeof value === 'number') return value
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined
  return percent === undefined ? otherwise : round((Number(percent) * of) / 100)
}
