// What an installation offers to a workload that joins it: namespace, image, object storage, free names, and who is there already.
import type { JsonObject } from '../../manifest/types.ts'
import { flagValue } from '../read-args.ts'
import { bucketVariables } from '../bucket-variables.ts'
import { isFragment } from '../check.ts'
import { fileAt } from '../files.ts'
import { joinImage, splitImage } from '../image-name.ts'
import { isRouter, hasRing } from '../receive/mode.ts'
import { type StackSpec, type Workload, workloads } from '../spec.ts'
import { type Release, releaseOf } from '../version.ts'
import type { PresetRequest } from './request.ts'

/** The last patch of each release, which is the one to run. Source: CHANGELOG.md of Thanos. */
const LAST_PATCH: Readonly<Record<Release, string>> = {
  'v0.31': 'v0.31.0', 'v0.32': 'v0.32.5', 'v0.33': 'v0.33.0', 'v0.34': 'v0.34.1', 'v0.35': 'v0.35.1', 'v0.36': 'v0.36.1',
  'v0.37': 'v0.37.2', 'v0.38': 'v0.38.0', 'v0.39': 'v0.39.2', 'v0.40': 'v0.40.0', 'v0.41': 'v0.41.0', 'v0.42': 'v0.42.4',
}

const REPOSITORY = 'quay.io/thanos/thanos'

export type Surroundings = {
  readonly namespace: string | undefined
  readonly image: string
  readonly release: string
  /** The Secret or ConfigMap with objstore.yml that the others read. */
  readonly bucket: {
    readonly kind: 'Secret' | 'ConfigMap'; readonly name: string; readonly key: string; readonly isKnown: boolean
    /** Variables of the container that the file refers to. */
    readonly env?: readonly JsonObject[]
  }
}

/** The tag to run of a release, "v0.42.4" of "v0.42". */
export function tagOf(release: Release): string {
  return LAST_PATCH[release]
}

/** The image of a release in the repository that an image comes from; a tag with a suffix of its builder loses it. */
export function imageAt(image: string | undefined, release: Release): string {
  const tag = tagOf(release)
  if (image === undefined) return `${REPOSITORY}:${tag}`
  const { repository, tag: written } = splitImage(image)
  return joinImage({ repository, tag: written === '' || written.startsWith('v') || releaseOf(written) === undefined ? tag : tag.slice(1), digest: '' })
}

/** The workloads that run: no pasted pieces. */
export function running(spec: StackSpec): Workload[] {
  return workloads(spec).filter((workload) => !isFragment(workload) && workload.kind !== 'sidecar')
}

/** What a new workload takes over from those that are there; from the request where nothing is. */
export function surroundingsOf(spec: StackSpec, request: Pick<PresetRequest, 'namespace' | 'release' | 'bucket'>): Surroundings {
  const here = running(spec)
  const image = mostCommon(here.flatMap((workload) => workload.image ?? []))
  const release = image === undefined ? undefined : releaseOf(image)
  const namespace = here.length === 0 ? request.namespace : mostCommon(here.map((workload) => workload.namespace ?? ''))
  return {
    namespace: namespace === '' ? undefined : namespace,
    image: image ?? imageAt(undefined, request.release),
    release: image === undefined ? request.release : release ?? request.release,
    bucket: bucketOf(spec, here) ?? { kind: 'Secret', ...secretOf(request), isKnown: false },
  }
}

/** The name, or the name with the first free number. */
export function freeName(spec: StackSpec, wanted: string): string {
  const taken = new Set(spec.objects.map(({ name }) => name))
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`
    if (!taken.has(name) && !taken.has(`${name}-headless`)) return name
  }
}

/** Receivers that keep series, and the one whose ring decides where series go. */
export function receiversOf(spec: StackSpec): { ingestors: Workload[]; ringReaders: Workload[] } {
  const receivers = running(spec).filter(({ kind }) => kind === 'receive')
  return { ingestors: receivers.filter((workload) => !isRouter(spec, workload)), ringReaders: receivers.filter(hasRing) }
}

function secretOf({ bucket }: Pick<PresetRequest, 'bucket'>): { name: string; key: string } {
  return { name: bucket.secret, key: bucket.key }
}

function bucketOf(spec: StackSpec, here: readonly Workload[]): Surroundings['bucket'] | undefined {
  for (const workload of here) {
    const path = flagValue(workload.args, 'objstore.config-file')
    const found = path === undefined ? undefined : fileAt(spec, workload, path)
    if (found?.status === 'file' && (found.object.object === 'Secret' || found.object.object === 'ConfigMap')) {
      return { kind: found.object.object, name: found.object.name, key: found.key, isKnown: true, env: bucketVariables(spec, workload) }
    }
    if (found?.status === 'no-object') return { kind: found.kind, name: found.name, key: path?.slice(path.lastIndexOf('/') + 1) ?? 'objstore.yml', isKnown: true }
  }
  const unread = spec.objects.find((object) => object.type === 'reference' && Object.keys(object.objectStorage).length > 0)
  if (unread?.type !== 'reference' || unread.object !== 'Secret') return undefined
  const [key] = Object.keys(unread.objectStorage)
  return key === undefined ? undefined : { kind: 'Secret', name: unread.name, key, isKnown: true }
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = Map.groupBy(values, (value) => value)
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]
}

