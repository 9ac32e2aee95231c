// The cluster against the revision that was applied last, object by object. Only asks: a dry run stores nothing.
import { AppError } from '../../errors.ts'
import { FIELD_MANAGER, type Cluster } from '../../kube/cluster.ts'
import { isOfAccount } from '../../kube/errors.ts'
import { checksumOf, withChecksum } from '../../manifest/config-checksum.ts'
import { driftOfObject, wholeDrift, type DriftObject, type DriftOptions } from '../../manifest/drift.ts'
import { redactText } from '../../manifest/redact.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { specObjectId, type StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { look, type Seen } from '../plans/look.ts'
import type { Past } from '../plans/past.ts'

/** Requests under way at a time: nobody waits for a check, so it stays small. */
const CONCURRENCY = 4

type Options = {
  namespace: string
  before: readonly DriftObject[]
  now: string
  past: Past
  /** Whether another stack names an object: asked only where something is left over. */
  namedElsewhere: () => Promise<(live: KubeObject) => boolean>
}

/** In apply order, then what is left of earlier revisions. Throws UPSTREAM or FORBIDDEN when the cluster cannot be asked. */
export async function lookForDrift(cluster: Cluster, spec: StackSpec, { namespace, before, now, past, namedElsewhere }: Options): Promise<DriftObject[]> {
  const known = new Map(before.map((drift) => [drift.object, drift]))
  const sight = await look(cluster, spec, { namespace, past })
  const references = sight.references.filter(({ live }) => !live).map(({ reference }) => wholeDrift(specObjectId(reference), 'missing', { before: known.get(specObjectId(reference)), now }))
  const objects = await mapBounded(sight.objects, CONCURRENCY, (seen) => lookAt(cluster, seen, { before: known.get(objectId(seen.object)), now }))
  const isOthers = sight.leftovers.length > 0 ? await namedElsewhere() : (): boolean => false
  const extra = sight.leftovers.filter((live) => !isOthers(live)).map((live) => wholeDrift(objectId(live), 'extra', { before: known.get(objectId(live)), now }))
  return [...references, ...objects.flatMap((drift) => drift ?? []), ...extra]
}

/** One object that was read already. */
export async function lookAt(cluster: Cluster, { object, target, live }: Seen, { before, now }: Pick<DriftOptions, 'before' | 'now'>): Promise<DriftObject | undefined> {
  const id = objectId(object)
  if (!live) return wholeDrift(id, 'missing', { before, now })
  // With the mark and the checksum that it has: both say when something was applied, not what.
  const desired = withChecksum(withMark(target, markOf(live)), checksumOf(live))
  try {
    // By force, since a field that somebody else took is just what is looked for.
    const predicted = await cluster.apply(desired, { dryRun: true, force: true })
    return driftOfObject({ id, desired, live, predicted }, { ownManager: FIELD_MANAGER, before, now })
  } catch (error) {
    if (!(error instanceof AppError && isOfObject(error))) throw error
    return wholeDrift(id, 'refused', { before, now, message: text(redactText(error.text.en), redactText(error.text.ko)) })
  }
}

/** What is refused of one object must not hide what is found of the others. */
function isOfObject(error: AppError): boolean {
  return error.code === 'INVALID' || (error.code === 'FORBIDDEN' && !isOfAccount(error))
}
