// Which needs the overview tells and in what order, and where each is put right: every one leads somewhere, and no workload is told twice.
import { routes } from '#lib/routes.ts'
import type { WorkloadStatus } from '#lib/services/views.ts'
import type { Attention, AttentionLink } from '#lib/thanos/live/attention.ts'
import type { GlyphName } from '../ui/glyph.tsx'

export type Need = { id: string; since?: number; glyph: GlyphName; title: string; why: string; link: { label: string; href: string } }
/** What was seen of the installation itself. */
export type SeenNeed = Need & Pick<Attention, 'is' | 'costsNow' | 'object'>
/** What the status of a workload says; `object` is as observations name it. */
export type WorkloadNeed = Need & Pick<WorkloadStatus, 'health'> & { object: string }

type Needs = { seen: readonly SeenNeed[]; approval: readonly Need[]; workloads: readonly WorkloadNeed[]; others: readonly Need[]; errors: readonly Need[] }

/** All of them, the most important first. */
export function mergeNeeds({ seen, approval, workloads, others, errors }: Needs): Need[] {
  const broken = new Set(workloads.filter(({ health }) => health !== 'Progressing').map(({ object }) => object))
  // That it starts is no news of what does not work.
  const telling = seen.filter(({ is, object }) => is !== 'starting' || object === undefined || !broken.has(object))
  // Otherwise what was seen of a workload says more than its status does.
  const told = new Set(telling.flatMap(({ object }) => object ?? []))
  return [...telling.filter(isFirst), ...approval, ...workloads.filter(({ object }) => !told.has(object)), ...others, ...errors, ...telling.filter((need) => !isFirst(need))]
}

/** Pods that crash are looked at at once, also while the others bear it. */
function isFirst({ is, costsNow }: SeenNeed): boolean {
  return costsNow || is === 'failing'
}

export type NeedLink = AttentionLink | { to: 'drift'; object: string } | { to: 'changes' }

/** Where a workload that is not well is put right: what is not there is to be applied, of what is there the map has pods, logs and events. */
export function linkOfWorkload({ object, seen, health }: Pick<WorkloadStatus, 'object' | 'seen' | 'health'>, isApplied: boolean): NeedLink {
  if (health !== 'Missing') return { to: 'node', id: seen }
  return isApplied ? { to: 'drift', object } : { to: 'changes' }
}

export function hrefOf(slug: string, link: NeedLink): string {
  switch (link.to) {
    case 'diagnose': return routes.diagnose(slug, link.problem)
    case 'stores': return routes.stores(slug)
    case 'edges': return routes.edges(slug)
    case 'drift': return routes.drift(slug, 'object' in link ? link.object : undefined)
    case 'node': return routes.topology(slug, { node: link.id })
    case 'changes': return routes.changes(slug)
  }
}
