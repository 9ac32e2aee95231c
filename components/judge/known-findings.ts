// What is known to be wrong with which spec. Whoever wants to know more is told when it is there.
import type { Finding } from '#lib/thanos/finding.ts'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'
import { askFindings } from './judge.ts'

/** By the objects of a spec, which two specs may share. */
const known = new WeakMap<readonly SpecObject[], readonly Finding[]>()
/** What was noted last, for specs of the same objects in another list. */
let noted: { objects: readonly SpecObject[]; findings: readonly Finding[] } | undefined
const listeners = new Set<() => void>()
/** What waits for its turn, by who asks: of two questions of one asker only the newer one counts. */
const waiting = new Map<string, StackSpec>()
let isBusy = false

/** The findings of a spec as far as they are known. */
export function findingsOf({ objects }: StackSpec): readonly Finding[] | undefined {
  if (objects.length === 0) return NONE
  const findings = known.get(objects)
  if (findings !== undefined || noted?.objects.length !== objects.length || !noted.objects.every((object, index) => object === objects[index])) return findings
  known.set(objects, noted.findings)
  return noted.findings
}
const NONE: readonly Finding[] = []

/** Notes findings that were worked out elsewhere. */
export function noteFindings(objects: readonly SpecObject[], findings: readonly Finding[]): void {
  noted = { objects, findings }
}

/** Wants the findings of a spec; `asker` is a name, whose earlier wish is dropped when its turn has not come yet. */
export function askForFindings(asker: string, spec: StackSpec): void {
  if (findingsOf(spec) !== undefined) {
    waiting.delete(asker)
    return
  }
  waiting.set(asker, spec)
  if (!isBusy) void work()
}

/** Tells when there are new findings. */
export function subscribeToFindings(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

async function work(): Promise<void> {
  isBusy = true
  for (let next = takeNext(); next !== undefined; next = takeNext()) {
    known.set(next.objects, await askFindings(next))
    for (const listener of listeners) listener()
  }
  isBusy = false
}

function takeNext(): StackSpec | undefined {
  for (const [asker, spec] of waiting) {
    waiting.delete(asker)
    if (findingsOf(spec) === undefined) return spec
  }
  return undefined
}
