// Where in the spec the field stands that the API server refuses: a flag, a part with a form of its own, or a place of the YAML.
import { pointerOfField } from '../manifest/field-path.ts'
import { getAt } from '../manifest/pointer.ts'
import { partPlaces } from './part-places.ts'
import { renderObject } from './render.ts'
import { specObjectId, type StackSpec, type Workload } from './spec.ts'

/** `yaml` where no form has the field: it is found in the object's text. */
export type RefusalPlace = { readonly kind: 'flag'; readonly flag: string } | { readonly kind: 'part'; readonly part: 'image' | 'resources' | 'replicas' | 'storage' } | { readonly kind: 'yaml' }

/** @param field a path as the API server writes it: spec.template.spec.containers[0].image */
export function refusalPlace(spec: StackSpec, objectId: string, field: string): RefusalPlace {
  const workload = spec.objects.find((object): object is Workload => object.type === 'workload' && specObjectId(object) === objectId)
  const rendered = workload && renderObject(workload)
  const pointer = rendered && pointerOfField(rendered, field)
  if (workload === undefined || rendered === undefined || pointer === undefined) return { kind: 'yaml' }
  const places = partPlaces(workload, workload.rest)
  const part = (['image', 'resources', 'replicas', 'storage'] as const).find((one) => pointer === places[one] || pointer.startsWith(`${places[one]}/`))
  if (part !== undefined) return { kind: 'part', part }
  if (!pointer.startsWith(`${places.args}/`)) return { kind: 'yaml' }
  const word = getAt(rendered, pointer)
  const flag = typeof word === 'string' ? /^--(?:no-)?([\w.-]+)/.exec(word)?.[1] : undefined
  return flag === undefined ? { kind: 'yaml' } : { kind: 'flag', flag }
}
