// Knows how a claim gets its volume where no storage is: a PersistentVolume is made for each one that waits, and the real binder joins the two.
import { z } from 'zod'
import type { Api } from './api.ts'

const Claim = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), uid: z.string() }),
  spec: z.object({
    accessModes: z.array(z.string()),
    resources: z.object({ requests: z.object({ storage: z.string() }) }),
    storageClassName: z.string().optional(),
    volumeName: z.string().optional(),
  }),
})
const ClaimList = z.object({ items: z.array(Claim) })

/** Makes a volume for each claim of the namespace that has none. */
export async function bindClaims(api: Api, namespace: string): Promise<void> {
  const { items } = ClaimList.parse(await api.must('GET', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`))
  for (const { metadata, spec } of items.filter(({ spec }) => spec.volumeName === undefined)) {
    const made = await api.call('POST', '/api/v1/persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `lab-${metadata.uid}` },
      spec: {
        capacity: { storage: spec.resources.requests.storage },
        accessModes: spec.accessModes,
        storageClassName: spec.storageClassName ?? '',
        // Nothing is ever mounted; the path names no folder of this machine.
        hostPath: { path: `/lab/${metadata.uid}` },
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
      },
    })
    if (made.status !== 201 && made.status !== 409) throw new Error(`no volume for claim ${metadata.name}: ${String(made.body.message)}`)
  }
}
