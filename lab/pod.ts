// Knows what the lab needs to read of a pod.
import { z } from 'zod'
import type { Api } from './api.ts'

const Container = z.object({ name: z.string(), image: z.string() })
const WirePod = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).default([]),
  }),
  spec: z.object({ nodeName: z.string().optional(), containers: z.array(Container), initContainers: z.array(Container).default([]) }),
  status: z.record(z.string(), z.json()).default({}),
})
const PodList = z.object({ items: z.array(WirePod) })
const Statuses = z.array(z.object({ restartCount: z.number() })).catch([])
const Conditions = z.array(z.object({ type: z.string(), status: z.string() })).catch([])

export type Pod = {
  name: string
  uid: string
  isBound: boolean
  isDeleting: boolean
  isReady: boolean
  /** Of its containers together. */
  restarts: number
  /** "Kind/name" of the controller above it; absent for a pod of its own. */
  owner?: string
  /** The part of a Deployment's ReplicaSet name that is not the Deployment's. */
  templateHash?: string
  containers: z.infer<typeof Container>[]
  initContainers: z.infer<typeof Container>[]
}

/** Every pod of a namespace, as it is now. */
export async function listPods(api: Api, namespace: string): Promise<Pod[]> {
  const { items } = PodList.parse(await api.must('GET', `/api/v1/namespaces/${namespace}/pods`))
  return items.map(({ metadata, spec, status }) => {
    const owner = metadata.ownerReferences[0]
    const templateHash = metadata.labels['pod-template-hash']
    return {
      name: metadata.name,
      uid: metadata.uid,
      isBound: spec.nodeName !== undefined,
      isDeleting: metadata.deletionTimestamp !== undefined,
      isReady: Conditions.parse(status.conditions).some((condition) => condition.type === 'Ready' && condition.status === 'True'),
      restarts: Statuses.parse(status.containerStatuses).reduce((sum, { restartCount }) => sum + restartCount, 0),
      ...(owner ? { owner: `${owner.kind}/${owner.name}` } : {}),
      ...(templateHash === undefined ? {} : { templateHash }),
      containers: spec.containers,
      initContainers: spec.initContainers,
    }
  })
}

/** The workload that a person would name: the Deployment above a ReplicaSet, else the owner, else the pod itself. */
export function workloadOf(pod: Pod): string {
  const { owner, templateHash } = pod
  if (owner === undefined) return `Pod/${pod.name}`
  const suffix = `-${templateHash ?? ''}`
  return owner.startsWith('ReplicaSet/') && templateHash !== undefined && owner.endsWith(suffix)
    ? `Deployment/${owner.slice('ReplicaSet/'.length, -suffix.length)}`
    : owner
}
