// What a diagnosis is: ordered questions over what is seen, each with its evidence. It stops at the first cause and says what it could not look at.
import { text, type Text } from '../../../text.ts'
import type { Finding, Fix } from '../../finding.ts'
import type { Observation } from '../observation.ts'
import type { Look } from '../readings.ts'

export const PROBLEMS = ['receiver-gets-nothing', 'query-shows-nothing', 'compactor-stuck', 'out-of-memory', 'bucket-refused'] as const
export type Problem = (typeof PROBLEMS)[number]

/** The last lines of a pod's log, newest last; or why there are none. */
export type PodLog = { lines: readonly string[] } | { why: Text }

/** All that a diagnosis may look at. `before` is an older observation, for what has to be counted over time; `findings` are the checks of the spec. */
export type Scene = Look & { readonly before?: Observation; readonly logs: Readonly<Record<string, PodLog>>; readonly findings: readonly Finding[] }

/** What was asked ("--receive.hashrings-file of 3 pods") and what came. */
export type Evidence = { asked: Text; answer: Text; isBad?: true }

/** Where a person goes when no edit mends it. */
export type Way = 'object-storage' | 'edges' | 'stores' | 'findings'

export type Outcome =
  | { is: 'passed'; answer: Text; evidence?: readonly Evidence[] }
  | { is: 'failed'; answer: Text; verdict: Text; evidence: readonly Evidence[]; fix?: Fix; way?: Way }
  | { is: 'unseen'; why: Text }

export type Check = { readonly id: string; readonly question: Text; readonly look: (scene: Scene) => Outcome }

export type Step = { id: string; question: Text; outcome: Outcome | { is: 'not-asked' } }

/** `unknown`: no cause was found, and something could not be looked at. */
export type Diagnosis = { problem: Problem; state: 'fine' | 'cause' | 'unknown'; verdict: Text; steps: Step[]; unseen: Text[]; fix?: Fix; way?: Way }

/** Asks in order until a cause is found. */
export function walk(problem: Problem, checks: readonly Check[], { scene, fine }: { scene: Scene; fine: Text }): Diagnosis {
  const steps: Step[] = []
  let cause: Extract<Outcome, { is: 'failed' }> | undefined
  for (const { id, question, look } of checks) {
    const outcome = cause === undefined ? look(scene) : { is: 'not-asked' as const }
    steps.push({ id, question, outcome })
    if (outcome.is === 'failed') cause = outcome
  }
  const unseen = steps.flatMap(({ question, outcome }) => (outcome.is === 'unseen' ? [text(`${question.en} ${outcome.why.en}`, `${question.ko} ${outcome.why.ko}`)] : []))
  if (cause !== undefined) return { problem, state: 'cause', verdict: cause.verdict, steps, unseen, ...(cause.fix === undefined ? {} : { fix: cause.fix }), ...(cause.way === undefined ? {} : { way: cause.way }) }
  if (unseen.length === 0) return { problem, state: 'fine', verdict: fine, steps, unseen }
  return { problem, state: 'unknown', steps, unseen, verdict: text(`No cause found, and ${unseen.length === 1 ? 'one check' : `${unseen.length} checks`} could not be made.`, `원인을 찾지 못했으며 ${unseen.length}가지는 확인할 수 없었습니다.`) }
}
