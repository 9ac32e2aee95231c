// The scale subresource: the replicas of a workload as an object of its own, which `kubectl scale` and autoscalers write.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isKubeObject } from '../manifest/types.ts'
import type { Api } from './api.ts'
import { invalidValue } from './field-error.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { mergePatch } from './merge-patch.ts'
import type { Asking } from './request.ts'
import { dryRunOf, managerName, mediaType, MERGE, parsedJson, readBody, STRATEGIC } from './request.ts'
import { badRequest, invalid, methodNotAllowed, noSuchResource, notFound, unsupportedMediaType } from './status-error.ts'
import type { Store } from './store.ts'

/** Whether a kind has it. */
export function isScaled({ group, kind }: KindInfo): boolean {
  return group === 'apps' && ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(kind)
}

/** Answers GET, PUT and PATCH with the Scale as it then is. Throws what the API server refuses it with. */
export async function answerScale({ store, api }: { store: Store; api: Api }, { request, target, query }: Asking): Promise<KubeObject> {
  const { kind, namespace, name = '' } = target
  if (!isScaled(kind)) throw noSuchResource()
  const live = store.get(kind, namespace, name)
  if (!live) throw notFound(kind, name)
  if (request.method === 'GET') return scaleOf(live)
  if (request.method !== 'PUT' && request.method !== 'PATCH') throw methodNotAllowed()
  const type = mediaType(request)
  // Server-side apply of a Scale is not served: nobody here applies one.
  if (request.method === 'PATCH' ? ![MERGE, STRATEGIC].includes(type) : type !== 'application/json') throw unsupportedMediaType()
  const sent = parsedJson(await readBody(request))
  const wanted = request.method === 'PUT' ? sent : mergePatch(scaleOf(live), sent)
  if (!isKubeObject(wanted) || wanted.kind !== 'Scale') throw badRequest('the object provided is unrecognized (must be a Scale)')
  const replicas = numberAt(wanted, 'spec', 'replicas') ?? 0
  if (replicas < 0) throw invalid(SCALE, name, [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')])
  const { resourceVersion = '' } = wanted.metadata
  return scaleOf(api.replace({
    kind, manager: managerName(request, query), dryRun: dryRunOf(query), subresource: 'scale',
    object: { ...live, metadata: { ...live.metadata, resourceVersion }, spec: { ...mapAt(live, 'spec'), replicas } },
  }))
}

const SCALE: KindInfo = { group: 'autoscaling', version: 'v1', kind: 'Scale', plural: 'scale', namespaced: true, type: 'Scale', hasStatus: true, names: 'subdomain', shortNames: [] }

function scaleOf(workload: KubeObject): KubeObject {
  const { name, namespace = '', uid = '', resourceVersion = '', creationTimestamp = '' } = workload.metadata
  const replicas = numberAt(workload, 'spec', 'replicas') ?? 0
  const spec: JsonObject = replicas === 0 ? {} : { replicas }
  return {
    kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name, namespace, uid, resourceVersion, creationTimestamp }, spec,
    status: { replicas: numberAt(workload, 'status', 'replicas') ?? 0, selector: selectorText(workload) },
  }
}

/** In the order of the labels, as a query writes a selector. */
function selectorText(workload: KubeObject): string {
  const labels = Object.entries(mapAt(workload, 'spec', 'selector', 'matchLabels')).map(([key, value]) => ({ key, term: `${key}=${String(value)}` }))
  const expressions = itemsAt(workload, 'spec', 'selector', 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key')
    const values = valueAt(expression, 'values')
    const among = `(${(Array.isArray(values) ? values.map(String).toSorted() : []).join(',')})`
    return { key, term: { In: `${key} in ${among}`, NotIn: `${key} notin ${among}`, Exists: key }[textAt(expression, 'operator')] ?? `!${key}` }
  })
  return [...labels, ...expressions].toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ term }) => term).join(',')
}
