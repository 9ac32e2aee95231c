'use client'
// What all safe fixes of a spec come to: worked out in the worker, since with thousands of objects it takes a while.
import { useEffect, useState } from 'react'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { askFixes, type Fixes } from './judge.ts'

/** The last answer, undefined before the first one; `isBehind` while the one for this very question is not there. Nothing is asked without a spec. */
export function useFixes(spec: StackSpec | undefined, skip: ReadonlySet<string>): { fixes: Fixes | undefined; isBehind: boolean } {
  const [answer, setAnswer] = useState<{ spec: StackSpec; skip: ReadonlySet<string>; fixes: Fixes }>()
  // Syncs with the worker, which is outside of React.
  useEffect(() => {
    if (spec === undefined) return undefined
    let isGone = false
    void askFixes(spec, skip).then((fixes) => { if (!isGone) setAnswer({ spec, skip, fixes }) })
    return () => { isGone = true }
  }, [spec, skip])
  if (answer === undefined || answer.spec !== spec) return { fixes: undefined, isBehind: true }
  return { fixes: answer.fixes, isBehind: answer.skip !== skip }
}
