// What becomes of a pod that its node starts: the word that the start-up rules, the fates and the kubelet share.
import type { KubeObject } from '../manifest/types.ts'

/** Reads one object beside the pod, in its namespace: the Secret or ConfigMap that it mounts. */
export type ReadBeside = (kind: string, name: string) => KubeObject | undefined

/**
 * It runs and is ready; it runs and its readiness probe fails; its container ends (`log` is what it said); it is ready for a while and then
 * ends, again and again; its image is not there; its container cannot even be made; no node takes it. `container` is the one that fails,
 * every one when absent.
 */
export type PodStart =
  | { state: 'ready'; /** Its node does not answer: it never ends, whoever deletes it. */ isLost?: true }
  | { state: 'unready'; message: string; container?: string }
  | ({ state: 'crash' } & Ending)
  | ({ state: 'flap'; upMs?: number; probe?: string } & Ending)
  | { state: 'no-image'; message: string; container?: string }
  | { state: 'waiting'; reason: string; message: string; container?: string }
  | { state: 'unschedulable'; message: string }

/** How a container ends: OOMKilled is 137, and Kubernetes says Completed for 0. */
export type Ending = { log: string; exitCode: number; reason?: 'OOMKilled'; container?: string }

export type PodStarts = (pod: KubeObject, read: ReadBeside) => PodStart
