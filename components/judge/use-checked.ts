'use client'
// What is wrong with a spec, as pages follow it: worked out in the worker, shown when it is known.
import { useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react'
import type { Finding } from '#lib/thanos/finding.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { askForFindings, findingsOf, subscribeToFindings } from './known-findings.ts'

export type CheckedDraft = { readonly findings: readonly Finding[]; readonly baseFindings: readonly Finding[] }

/** Findings of a spec; undefined while they are not known. `asker` tells the questions of one page apart. */
export function useFindingsOf(asker: string, spec: StackSpec): readonly Finding[] | undefined {
  const findings = useSyncExternalStore(subscribeToFindings, () => findingsOf(spec), () => undefined)
  // Syncs with the worker, which is outside of React.
  useEffect(() => askForFindings(asker, spec), [asker, spec])
  return findings
}

/** Findings of a draft and of what it is compared with. They follow the typing a moment later; undefined before both were known once. */
export function useCheckedDraft(spec: StackSpec, baseSpec: StackSpec): CheckedDraft | undefined {
  const findings = useFindingsOf('draft', useDeferredValue(spec))
  const baseFindings = useFindingsOf('base', baseSpec)
  const [shown, setShown] = useState<CheckedDraft>()
  if (findings !== undefined && baseFindings !== undefined && (shown?.findings !== findings || shown.baseFindings !== baseFindings)) setShown({ findings, baseFindings })
  return shown
}
