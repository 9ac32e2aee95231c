// How an object is named on a page: its name first, then what it is and how many pods or readers it has.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'
import { readersOf } from './object-readers.ts'

/** The name in an objectId. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

/** The Kubernetes kind in an objectId. */
export function kindOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('/')))
}

/** "thanos-receiver StatefulSet, 3 pods"; for what concerns the stack as a whole, just that. */
export function ObjectTitle({ id, object, spec }: { id: string; object: SpecObject | undefined; spec: StackSpec }): ReactNode {
  const t = useTranslations('findings.object')
  if (id === '') return <span className="font-semibold">{t('stack')}</span>
  return (
    <span className="min-w-0 truncate">
      <span className="font-semibold">{nameOf(id)}</span>{' '}
      <span className="text-ink-3">{detail()}</span>
    </span>
  )

  function detail(): string {
    if (object === undefined) return kindOf(id)
    if (object.object === 'Fragment') return object.type === 'workload' ? t('fragment', { kind: object.kind }) : t('fragmentFile')
    if (object.type === 'workload') return t('pods', { kind: object.object, count: object.replicas ?? 1 })
    const readers = object.type === 'reference' || object.type === 'config' ? readersOf(spec, object).length : 0
    return readers === 0 ? object.object : t('readers', { kind: object.object, count: readers })
  }
}
