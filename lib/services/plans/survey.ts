// The whole of a revision against the cluster: every object that would be applied, every Secret that it leans on, and what is left of earlier ones.
import type { LiveDigests } from '../../db/plans.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { isJsonObject, objectId, type KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { specOfObjects } from '../../thanos/adopt.ts'
import { specObjectId, type Reference, type StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { checksumsOf, liveById, type Checksums } from './checksums.ts'
import { compare, leftOver, unchanged } from './compare.ts'
import { digestOf, digestOfNamespace, digestOfReference } from './fingerprint.ts'
import { CONCURRENCY, look, type Seen, type Sight } from './look.ts'
import { orphansOf } from './past.ts'

export type Survey = {
  /** References first, then what is applied in the usual order, then what the revision no longer has. */
  changes: ObjectChange[]
  /** What is there now, by the ids of the changes; Secrets included: for adopting, never for storing. */
  live: ReadonlyMap<string, KubeObject>
  digests: LiveDigests
  checksums: Checksums
  /** Workloads of others that may be compactors. */
  compactors: KubeObject[]
  notes: Text[]
}

export type SurveyOptions = {
  sight: Sight
  revision: number
  /** Checksums that an earlier run was to set and did not come to. */
  owed: Checksums
  /** Whether another stack names an object: asked only where something is left over. */
  namedElsewhere: () => Promise<(live: KubeObject) => boolean>
}

/** Dry-runs every object of a spec that was looked at just now. Throws UPSTREAM when the cluster does not answer. */
export async function survey(cluster: Cluster, spec: StackSpec, { sight, revision, owed, namedElsewhere }: SurveyOptions): Promise<Survey> {
  const checksums = checksumsOf(spec, liveById(sight.objects), owed)
  const newNamespaces = new Set(sight.objects.flatMap(({ target, live }) => (target.kind === 'Namespace' && !live ? [target.metadata.name] : [])))
  const changes = new Map(await mapBounded(largestFirst(sight.objects), CONCURRENCY, async (seen): Promise<[Seen, ObjectChange]> => [seen, await compare(cluster, seen, {
    revision, checksum: checksums.get(objectId(seen.object)), isNamespaceNew: newNamespaces.has(seen.target.metadata.namespace ?? ''),
  })]))
  const compared = sight.objects.flatMap((seen) => changes.get(seen) ?? [])
  const isOthers = sight.leftovers.length > 0 ? await namedElsewhere() : (): boolean => false
  const orphans = sight.leftovers.filter((live) => !isOthers(live))
  const references = sight.references.map(({ reference, live }) => compareReference(reference, live))
  return {
    changes: [...references, ...compared, ...orphans.map(leftOver)],
    live: new Map([
      ...sight.references.flatMap(({ reference, live }): [string, KubeObject][] => (live ? [[specObjectId(reference), live]] : [])),
      ...sight.objects.flatMap(({ object, live }): [string, KubeObject][] => (live ? [[objectId(object), live]] : [])),
      ...orphans.map((live): [string, KubeObject] => [objectId(live), live]),
    ]),
    digests: digestsOf({ ...sight, leftovers: orphans }),
    checksums,
    compactors: sight.compactors.filter((live) => !orphans.includes(live)),
    notes: [...unlistedNote(sight.unlisted), ...unreadNote(sight.unread)],
  }
}

/** Workloads take the longest, there and here: where they are asked first, what is compared of them is done while others are asked. */
function largestFirst(objects: readonly Seen[]): Seen[] {
  const isWorkload = ({ target: { kind } }: Seen): number => Number(kind === 'StatefulSet' || kind === 'Deployment')
  return objects.toSorted((a, b) => isWorkload(b) - isWorkload(a))
}

/** An empty list of leftovers must not look like "there are none" where nobody could look. */
function unlistedNote(unlisted: Sight['unlisted']): Text[] {
  if (unlisted.length === 0) return []
  const places = [...Map.groupBy(unlisted, ({ namespace }) => namespace ?? '')].map(([namespace, those]) => ({ namespace, kinds: those.map(({ kind }) => kind).join(', ') }))
  return [text(
    `Gauntlet's account may not list ${places.map(({ namespace, kinds }) => `${kinds} in ${namespace}`).join('; ')}. What earlier revisions left of these, and other compactors, were not looked for.`,
    `Gauntlet의 계정은 ${places.map(({ namespace, kinds }) => `${namespace}의 ${kinds}`).join('; ')} 목록을 볼 수 없습니다. 이 종류에서는 이전 리비전이 남긴 오브젝트와 다른 compactor를 찾지 않았습니다.`,
  )]
}

function unreadNote(unread: Sight['unread']): Text[] {
  if (unread.length === 0) return []
  const names = unread.join(', ')
  return [text(
    `Gauntlet's account may not read ${names}, which an earlier revision had. Whether it is still there was not looked for.`,
    `Gauntlet의 계정은 이전 리비전에 있던 ${names}을(를) 읽을 수 없습니다. 아직 남아 있는지 확인하지 않았습니다.`,
  )]
}

/** Only what is there now: enough to say whether the world moved since a plan was computed, which found `changes`. */
export async function lookAgain(cluster: Cluster, spec: StackSpec, { namespace, changes }: { namespace: string; changes: readonly ObjectChange[] }): Promise<LiveDigests> {
  return digestsOf(await look(cluster, spec, { namespace, past: orphansOf(changes) }))
}

function digestsOf({ references, objects, leftovers, namespace }: Sight): LiveDigests {
  return Object.fromEntries([
    ...Object.entries(digestOfNamespace(namespace)),
    ...references.map(({ reference, live }): [string, string | null] => [specObjectId(reference), digestOfReference(live, keysOf(live))]),
    ...objects.map(({ object, live }): [string, string | null] => [objectId(object), digestOf(live)]),
    ...leftovers.map((live): [string, string | null] => [objectId(live), digestOf(live)]),
  ])
}

/** A Secret is looked at for its keys alone; what it holds goes no further. */
function compareReference(reference: Reference, live: KubeObject | undefined): ObjectChange {
  const id = specObjectId(reference)
  if (!live) {
    return { ...unchanged(id, live), verdict: 'missing', message: text(`The cluster has no ${id}. Create it, or write its credentials.`, `클러스터에 ${id}이(가) 없습니다. 만들거나 자격 증명을 기록하세요.`) }
  }
  const there = new Set(keysOf(live))
  const lacking = reference.keys.filter((key) => !there.has(key))
  if (lacking.length === 0) return unchanged(id, live)
  return { ...unchanged(id, live), verdict: 'missing', message: text(`${id} has no key ${lacking.join(', ')}.`, `${id}에 키 ${lacking.join(', ')}이(가) 없습니다.`) }
}

/** What may be said of a live Secret, under the name that the spec has for it. */
function adoptedReference(reference: Reference, live: KubeObject | undefined): [string, Reference][] {
  const adopted = live && specOfObjects([live]).objects[0]
  if (adopted?.type !== 'reference') return []
  return [[specObjectId(reference), { ...reference, keys: adopted.keys, objectStorage: adopted.objectStorage }]]
}

/** A spec with the Secrets that it refers to as they are in the cluster. A plan does not write them, so this is what will hold. */
export function withLiveReferences(spec: StackSpec, { references }: Pick<Sight, 'references'>): StackSpec {
  const live = new Map(references.flatMap(({ reference, live: there }) => adoptedReference(reference, there)))
  return { ...spec, objects: spec.objects.map((object) => live.get(specObjectId(object)) ?? object) }
}

function keysOf(object: KubeObject | undefined): string[] {
  return [object?.data, object?.binaryData].flatMap((map) => (isJsonObject(map) ? Object.keys(map) : []))
}
