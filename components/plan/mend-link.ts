// Where an object that has findings is mended.
import { routes } from '#lib/routes.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'

export type MendLink = { href: string; what: 'edit' | 'credentials' }

/** The form of the object with this objectId, or the one that writes a Secret; undefined where no form reaches. */
export function mendLink(slug: string, spec: StackSpec, id: string): MendLink | undefined {
  const object = spec.objects.find((candidate) => specObjectId(candidate) === id)
  if (object === undefined || object.object === 'Fragment') return undefined
  if (object.type !== 'reference') return { href: routes.edit(slug, id), what: 'edit' }
  return object.object === 'Secret' ? { href: routes.objectStorage(slug), what: 'credentials' } : undefined
}
