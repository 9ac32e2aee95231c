// Who else owns what the newest revision applies: object by object, manager by manager, field by field.
import 'server-only'
import { z } from 'zod'
import { headRevision } from '../../db/revisions.ts'
import { AppError } from '../../errors.ts'
import { managedBy, putsBack, type ManagedBy } from '../../manifest/managed-by.ts'
import type { Holder } from '../../manifest/ownership.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import { mapBounded } from '../bounded.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { stackOf } from '../drafts/view.ts'
import type { OwnedObject, OwnershipView } from '../views.ts'
import { lookAt } from './look.ts'

export const ReviewOwnership = z.object({ slug: z.string() })

const CONCURRENCY = 8

/** NOT_FOUND without a revision, UPSTREAM when the cluster does not answer. */
export const review: Verb<z.input<typeof ReviewOwnership>, OwnershipView> = query({
  permission: 'plan:compute',
  input: ReviewOwnership,
  async run({ tx, now }, { slug }) {
    const stack = await stackOf(tx, slug)
    const revision = await headRevision(tx, stack.id)
    if (!revision) throw new AppError('NOT_FOUND', text('This stack has no revision yet.', '이 스택에는 아직 리비전이 없습니다.'))
    const cluster = clusterOf(stack.connection)
    const objects = await mapBounded(orderedObjects(revision.spec), CONCURRENCY, async (object): Promise<OwnedObject> => {
      const look = await lookAt(cluster, object, stack.namespace)
      const id = objectId(object)
      if (look.state !== 'same') return { object: id, state: look.state, holders: [] }
      return { object: id, state: 'same', holders: look.holders.map((holder) => toHolder(holder, look.live)), ...(look.isAutoscaled ? { autoscaled: true } : {}) }
    })
    return { at: now.toISOString(), revision: revision.number, objects }
  },
})

function toHolder({ key, manager, tool, loses, keeps, mayTake }: Holder, live: KubeObject): OwnedObject['holders'][number] {
  const marks = managedBy(live)
  // Argo CD and Flux apply as kubectl does when they are not told to use server-side apply; their mark tells that they watch the object.
  const deployer = tool === 'kubectl' ? marks.find((mark) => mark.tool === 'argocd' || mark.tool === 'flux') : undefined
  const watcher: ManagedBy = deployer ?? marks.find((mark) => mark.tool === tool) ?? { tool }
  return { key, manager: manager.name, operation: manager.operation, tool, loses, keeps, mayTake, putsBack: putsBack(watcher.tool), by: watcher, ...(manager.time === undefined ? {} : { at: manager.time }) }
}
