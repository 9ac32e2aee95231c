// What a reviewer agreed to, held against the cluster just before it is done: a forced write takes no field, and a deletion no object, that nobody was shown.
import { AppError } from '../../errors.ts'
import type { Cluster, Sending } from '../../kube/cluster.ts'
import type { ConflictDetails } from '../../kube/errors.ts'
import type { FieldConflict } from '../../manifest/change.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { digestOf } from '../plans/fingerprint.ts'
import type { ApplyStep, DeleteStep } from './steps.ts'

/**
 * STALE_PLAN when somebody else owns a field by now that the plan did not show. Owning it with the value that it had moves no digest, so only
 * an unforced dry run tells. What an earlier holder of the run took already is no conflict any more.
 */
export async function refuseUnseenOwners(cluster: Cluster, step: ApplyStep, { live, send }: { live: KubeObject | undefined; send: Sending }): Promise<void> {
  const shown = new Set(step.conflicts.map(keyOf))
  // As the plan asked it: with the mark that is there.
  const unseen = (await conflictsOf(cluster, withMark(step.desired(live), markOf(live)), send)).filter((conflict) => !shown.has(keyOf(conflict)))
  if (unseen.length === 0) return
  const fields = unseen.map(keyOf).join(', ')
  throw new AppError('STALE_PLAN', text(
    `Others own fields by now that this plan did not show: ${fields}. Nothing was taken over; compute the plan again.`,
    `이 계획에 나오지 않았던 필드를 이제 다른 관리자가 소유합니다: ${fields}. 아무것도 가져오지 않았습니다. 계획을 다시 계산하세요.`,
  ))
}

/** STALE_PLAN when it is not what the plan saw, and not on its way out already. */
export function refuseUnseenChange({ seen }: DeleteStep, live: KubeObject): void {
  if (live.metadata.deletionTimestamp !== undefined || digestOf(live) === seen) return
  throw new AppError('STALE_PLAN', text('It changed in the cluster after this plan was computed; it was not deleted. Compute the plan again.', '계획을 계산한 뒤에 클러스터에서 바뀌어서 삭제하지 않았습니다. 계획을 다시 계산하세요.'))
}

async function conflictsOf(cluster: Cluster, desired: KubeObject, send: Sending): Promise<ConflictDetails['conflicts']> {
  try {
    await cluster.apply(desired, { dryRun: true, force: false, ...send })
    return []
  } catch (error) {
    // Safe because lib/kube/errors.ts gives every CONFLICT these details.
    const conflicts = error instanceof AppError && error.code === 'CONFLICT' ? (error.details as ConflictDetails).conflicts : []
    if (conflicts.length === 0) throw error
    return conflicts
  }
}

const keyOf = ({ field, owner }: Pick<FieldConflict, 'field' | 'owner'>): string => `${field} — ${owner}`
