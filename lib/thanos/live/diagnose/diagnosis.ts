// What a diagnosis is: ordered questions over what is seen, each with its evidence. It stops at the first cause and says what it could not look at.
import { text, type Text } from '../../../text.ts'
import type { Finding, Fix } from '../../finding.ts'
import type { Kind } from '../../kind.ts'
import type { Observation } from '../observation.ts'
import type { Look } from '../readings.ts'
import { unappliedOf } from './unapplied.ts'

export const PROBLEMS = ['receiver-gets-nothing', 'query-shows-nothing', 'compactor-stuck', 'out-of-memory', 'bucket-refused'] as const
export type Problem = (typeof PROBLEMS)[number]

/** The last lines of a pod's log, newest last; or why there are none. */
export type PodLog = { lines: readonly string[] } | { why: Text }

/**
 * All that a diagnosis may look at. `before` is an older observation, for what has to be counted over time; `findings` are the checks of the spec;
 * `revision` is the number of the one that the spec is of. Whoever has none of these says so: left out by mistake, they would go missing unseen.
 */
export type Scene = Look & { readonly before: Observation | undefined; readonly revision: number | undefined; readonly logs: Readonly<Record<string, PodLog>>; readonly findings: readonly Finding[] }

/** What was asked ("--receive.hashrings-file of 3 pods") and what came. */
export type Evidence = { asked: Text; answer: Text; isBad?: true }

/** Where a person goes when no edit mends it, or before one does. */
export type Way = 'object-storage' | 'edges' | 'stores' | 'findings' | 'apply' | 'topology'

/** `todo` is what a person does, in order, beside the fix or where there is none. `isPart`: it is wrong, and does not explain the whole of the problem. `objects` are workloads of other kinds that it is about ("StatefulSet/thanos-store"). */
export type Outcome =
  | { is: 'passed'; answer: Text; evidence?: readonly Evidence[] }
  | { is: 'failed'; answer: Text; verdict: Text; evidence: readonly Evidence[]; fix?: Fix; way?: Way; todo?: readonly Text[]; isPart?: true; objects?: readonly string[] }
  | { is: 'unseen'; why: Text }

export type Check = { readonly id: string; readonly question: Text; readonly look: (scene: Scene) => Outcome }

export type Step = { id: string; question: Text; outcome: Outcome | { is: 'not-asked' } }

/** `part`: something is wrong that explains only part of the problem. `unknown`: no cause was found, and something could not be looked at. */
export type Diagnosis = { problem: Problem; state: 'fine' | 'cause' | 'part' | 'unknown'; verdict: Text; steps: Step[]; unseen: Text[]; fix?: Fix; way?: Way; todo?: readonly Text[] }

/** `kinds` are the components that the problem is about. */
type Course = { scene: Scene; kinds: readonly Kind[]; fine: Text }

/** Asks in order until the cause is found. What explains only a part is gone past: behind it the cause may stand. */
export function walk(problem: Problem, checks: readonly Check[], { scene, kinds, fine }: Course): Diagnosis {
  const steps: Step[] = []
  let cause: Failed | undefined
  let part: Failed | undefined
  for (const { id, question, look } of checks) {
    const outcome = cause === undefined ? look(scene) : { is: 'not-asked' as const }
    steps.push({ id, question, outcome })
    if (outcome.is !== 'failed') continue
    if (outcome.isPart === true) part ??= outcome
    else cause = outcome
  }
  const unseen = steps.flatMap(({ question, outcome }) => (outcome.is === 'unseen' ? [text(`${question.en} ${outcome.why.en}`, `${question.ko} ${outcome.why.ko}`)] : []))
  const found = cause ?? part
  if (found !== undefined) return { problem, state: cause === undefined ? 'part' : 'cause', steps, unseen, ...remedy(found, { scene, kinds }) }
  if (unseen.length === 0) return { problem, state: 'fine', verdict: fine, steps, unseen }
  return { problem, state: 'unknown', steps, unseen, verdict: text(`No cause found, and ${unseen.length === 1 ? 'one check' : `${unseen.length} checks`} could not be made.`, `원인을 찾지 못했으며 ${unseen.length}가지는 확인할 수 없었습니다.`) }
}

type Failed = Extract<Outcome, { is: 'failed' }>

/** What mends it. A fix with a way is the second of two steps. Where nothing in the spec is wrong and it is not what runs, it is the spec that is to be applied: it never was, or somebody changed what runs. */
function remedy({ verdict, fix, way, todo, objects = [] }: Failed, { scene, kinds }: Omit<Course, 'fine'>): Pick<Diagnosis, 'verdict' | 'fix' | 'way' | 'todo'> {
  const steps = todo === undefined ? {} : { todo }
  if (fix !== undefined && way === undefined) return { verdict, fix, ...steps }
  const behind = unappliedOf(scene, { kinds, objects })
  if (behind.length === 0) return { verdict, ...steps, ...(way === undefined ? {} : { way }), ...(fix === undefined ? {} : { fix }) }
  const [names, revision] = [behind.join(', '), scene.revision ?? 0]
  return { way: 'apply', verdict: text(`${verdict.en} ${names} ${behind.length === 1 ? 'runs' : 'run'} otherwise than revision ${revision} asks.`, `${verdict.ko} ${names}이(가) 리비전 ${revision}과(와) 다르게 실행 중입니다.`) }
}
