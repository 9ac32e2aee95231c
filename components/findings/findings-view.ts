// What the findings page shows, decided before it is drawn: groups by object, worst first, counts, and what a draft changes in them.
import { type Finding, findingKey, type Severity } from '#lib/thanos/finding.ts'
import { type SpecObject, specObjectId, type StackSpec, workloads } from '#lib/thanos/spec.ts'
import { readersOf } from './object-readers.ts'

export type Counts = Readonly<Record<Severity, number>>

export type FindingGroup = {
  /** objectId; "" for findings about the stack as a whole. */
  readonly id: string
  readonly object: SpecObject | undefined
  readonly findings: readonly Finding[]
  readonly counts: Counts
  /** objectIds of Secrets and ConfigMaps with errors that this workload reads. */
  readonly brokenReads: readonly string[]
}

const WEIGHT: Record<Severity, number> = { error: 0, warning: 1, advice: 2 }

/** How many findings there are of each severity. */
export function countFindings(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, advice: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}

/** Whether a person must decide: there is no fix, or the fix may lose or move data. */
export function needsYou(finding: Finding): boolean {
  return finding.fix === undefined || !finding.fix.safe
}

/** Findings by object, objects with the worst finding first and otherwise in the order of the spec; clean workloads come last. */
export function groupFindings(spec: StackSpec, findings: readonly Finding[]): FindingGroup[] {
  const byObject = Map.groupBy(findings, ({ object }) => object)
  const objects = new Map(spec.objects.map((object) => [specObjectId(object), object]))
  const broken = brokenReads(spec, findings)
  const clean = workloads(spec).map(specObjectId).filter((id) => !byObject.has(id))
  const ids = [...new Set([...[...objects.keys()].filter((id) => byObject.has(id)), ...byObject.keys()])]
  const worst = (id: string): number => Math.min(...(byObject.get(id) ?? []).map(({ severity }) => WEIGHT[severity]))
  return [...ids.toSorted((a, b) => worst(a) - worst(b)), ...clean].map((id) => {
    const own = (byObject.get(id) ?? []).toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity])
    return { id, object: objects.get(id), findings: own, counts: countFindings(own), brokenReads: broken.get(id) ?? [] }
  })
}

/** How many workloads have an error, of their own or in a Secret or ConfigMap that they read. */
export function workloadsWithErrors(spec: StackSpec, findings: readonly Finding[]): { faulty: number; all: number } {
  const faulty = new Set(findings.filter(({ severity }) => severity === 'error').map(({ object }) => object))
  const all = workloads(spec).map(specObjectId)
  const broken = brokenReads(spec, findings)
  return { faulty: all.filter((id) => faulty.has(id) || broken.has(id)).length, all: all.length }
}

/** By workload: objectIds of the Secrets and ConfigMaps with errors that it reads. */
export function brokenReads(spec: StackSpec, findings: readonly Finding[]): Map<string, string[]> {
  const faulty = new Set(findings.filter(({ severity }) => severity === 'error').map(({ object }) => object))
  const reads = new Map<string, string[]>()
  for (const object of spec.objects) {
    const id = specObjectId(object)
    if (!faulty.has(id) || (object.type !== 'reference' && object.type !== 'config')) continue
    for (const reader of readersOf(spec, object).map(specObjectId)) reads.set(reader, [...reads.get(reader) ?? [], id])
  }
  return reads
}

/** Findings of the draft that its base did not have, and those of the base that the draft no longer has. */
export function compareFindings(base: readonly Finding[], now: readonly Finding[]): { added: Finding[]; fixed: Finding[] } {
  const before = new Set(base.map(findingKey))
  const after = new Set(now.map(findingKey))
  return { added: now.filter((finding) => !before.has(findingKey(finding))), fixed: base.filter((finding) => !after.has(findingKey(finding))) }
}
