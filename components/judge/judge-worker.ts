// Runs in a Web Worker: keeps the specs of a page, says what is wrong with them and what all safe fixes come to, while the page goes on.
import type { Finding } from '#lib/thanos/finding.ts'
import { lint } from '#lib/thanos/lint.ts'
import { type FixPlan, planFixes } from '#lib/thanos/safe-fixes.ts'
import { type NumberedObject, type NumberedSpec, SpecReceiver } from './numbered-spec.ts'

/** `objects` bring what a later question speaks of, and have no answer. `skip` holds fixId()s. */
export type JudgeQuestion =
  | { readonly kind: 'objects'; readonly fresh: readonly NumberedObject[] }
  | { readonly kind: 'findings'; readonly spec: NumberedSpec }
  | { readonly kind: 'fixes'; readonly spec: NumberedSpec; readonly skip: readonly string[] }
export type JudgeAnswer =
  | { readonly kind: 'findings'; readonly findings: readonly Finding[]; readonly isLast: boolean }
  | { readonly kind: 'fixes'; readonly plan: Omit<FixPlan, 'spec'> }

/** Findings that go over at once: the page takes each message in one go. */
const PER_MESSAGE = 200

const receiver = new SpecReceiver()
const tell = (answer: JudgeAnswer): void => self.postMessage(answer)

self.addEventListener('message', ({ data }: MessageEvent<JudgeQuestion>) => {
  switch (data.kind) {
    case 'objects':
      receiver.take(data.fresh)
      return
    case 'findings': {
      const findings = lint(receiver.spec(data.spec))
      for (let at = 0; at === 0 || at < findings.length; at += PER_MESSAGE) {
        tell({ kind: 'findings', findings: findings.slice(at, at + PER_MESSAGE), isLast: at + PER_MESSAGE >= findings.length })
      }
      return
    }
    case 'fixes': {
      const { lines, edits, remaining } = planFixes(receiver.spec(data.spec), { skip: new Set(data.skip) })
      tell({ kind: 'fixes', plan: { lines, edits, remaining } })
    }
  }
})
