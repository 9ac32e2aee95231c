// Where a finding is mended.
import { routes } from '#lib/routes.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'

export type MendLink = { href: string; what: 'edit' | 'credentials' }

/** The form of the finding's object, or the one that writes a Secret; undefined where no form reaches. */
export function mendLink(slug: string, spec: StackSpec, finding: Finding): MendLink | undefined {
  const object = spec.objects.find((candidate) => specObjectId(candidate) === finding.object)
  if (object === undefined || object.object === 'Fragment') return undefined
  if (object.type !== 'reference') return { href: routes.edit(slug, finding.object), what: 'edit' }
  return object.object === 'Secret' ? { href: routes.objectStorage(slug), what: 'credentials' } : undefined
}
