// What several diagnoses ask of a scene: the pods of a kind and whether they run, metrics over pods and time, log lines, the finding of a check.
import { text, type Text } from '../../../text.ts'
import type { Finding } from '../../finding.ts'
import type { Kind } from '../../kind.ts'
import { specObjectId, type Workload, workloads } from '../../spec.ts'
import type { Observation, Reading, SeenPod } from '../observation.ts'
import { quorumOf, quorumWords } from '../quorum.ts'
import { componentOf, freshOf, isFailing, podsOf, unseenOf, workloadOf } from '../readings.ts'
import type { Evidence, Outcome, Scene } from './diagnosis.ts'

/** Pods of a kind that are not on their way out. */
export function podsOfKind({ observation }: Scene, ...kinds: readonly Kind[]): SeenPod[] {
  return podsOf(observation).filter((pod) => kinds.includes(pod.kind) && !pod.isTerminating)
}

/** The sum of a metric over pods; undefined when no pod tells it. */
export function total(observation: Observation, pods: readonly SeenPod[], metric: string, fits: (labels: Readonly<Record<string, string>>) => boolean = () => true): number | undefined {
  const values = pods.flatMap((pod) => (freshOf(componentOf(observation, pod.name)?.metrics) ?? []).filter(({ name, labels }) => name === metric && fits(labels)).map(({ value }) => value))
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

/** By how much a counter grew since the older observation; since the pods began where there is none. A counter that fell began anew. */
export function grown(scene: Scene, pods: readonly SeenPod[], metric: string, fits?: (labels: Readonly<Record<string, string>>) => boolean): number | undefined {
  const now = total(scene.observation, pods, metric, fits)
  const then = scene.before === undefined ? undefined : total(scene.before, pods, metric, fits)
  return now === undefined || then === undefined || now < then ? now : now - then
}

/** Whether the metrics page of any of these pods was read. */
export function hasMetrics({ observation }: Scene, pods: readonly SeenPod[]): boolean {
  return pods.some((pod) => freshOf(componentOf(observation, pod.name)?.metrics) !== undefined)
}

/** Why no metrics page of these pods was read. */
export function whyNoMetrics({ observation }: Scene, pods: readonly SeenPod[]): Text {
  const silent = pods.flatMap((pod) => { const reading = componentOf(observation, pod.name)?.metrics; return reading === undefined || reading.state === 'fresh' ? [] : [reading] })[0]
  return silent === undefined ? text('Their metrics were not read yet.', '아직 메트릭을 읽지 못했습니다.') : whyNot(silent)
}

/** Why a reading is not of now. */
export function whyNot(reading: Reading<unknown>): Text {
  return reading.state === 'fresh' ? text('It was answered.', '응답했습니다.') : reading.why
}

/** The newest log line that fits, with its pod. */
export function logLine({ logs }: Scene, pods: readonly SeenPod[], pattern: RegExp): { pod: string; line: string } | undefined {
  for (const { name } of pods) {
    const log = logs[name]
    const line = log !== undefined && 'lines' in log ? log.lines.findLast((each) => pattern.test(each)) : undefined
    if (line !== undefined) return { pod: name, line: line.slice(0, 500) }
  }
  return undefined
}

/** A log line as evidence. */
export function lineEvidence({ pod, line }: { pod: string; line: string }): Evidence {
  return { asked: text(`Log of \`${pod}\``, `\`${pod}\` 로그`), answer: text(`\`${line}\``, `\`${line}\``), isBad: true }
}

/** The first finding with one of these codes, about workloads of these kinds where some are named. */
export function findingOf({ findings, spec }: Scene, codes: readonly string[], kinds?: readonly Kind[]): Finding | undefined {
  const objects = kinds === undefined ? undefined : new Set(workloads(spec).filter(({ kind }) => kinds.includes(kind)).map(specObjectId))
  return findings.find(({ code, object }) => codes.includes(code) && (objects === undefined || objects.has(object)))
}

/** A finding of the spec as the cause. */
export function becauseOf(finding: Finding, evidence: readonly Evidence[]): Extract<Outcome, { is: 'failed' }> {
  return { is: 'failed', answer: finding.message, verdict: finding.message, evidence: [...evidence, { asked: text(`Checks of \`${finding.object}\``, `\`${finding.object}\` 검사`), answer: finding.reason, isBad: true }], ...(finding.fix === undefined ? { way: 'findings' as const } : { fix: finding.fix }) }
}

/** The first question of most problems: do the pods of a kind run? A pod that crashes is told with its last words. */
export function theyRun(scene: Scene, kind: Kind): Outcome {
  if (freshOf(scene.observation.pods) === undefined) return { is: 'unseen', why: whyNot(scene.observation.pods) }
  const pods = podsOfKind(scene, kind)
  const wanted = workloads(scene.spec).filter((workload) => workload.kind === kind && workload.object !== 'Fragment')
  if (wanted.length === 0 && pods.length === 0) return { is: 'failed', answer: text(`The stack has no ${kind}.`, `스택에 ${kind}가 없습니다.`), verdict: text(`The stack has no ${kind}.`, `스택에 ${kind}가 없습니다.`), evidence: [] }
  const hidden = wanted.flatMap((workload) => unseenOf(scene.observation, workload) ?? [])[0]
  if (pods.length === 0 && hidden !== undefined) return { is: 'unseen', why: hidden.why }
  if (pods.length === 0) return { is: 'failed', answer: text('No pod runs.', '실행 중인 파드가 없습니다.'), verdict: text(`No pod of ${wanted.map(({ name }) => name).join(', ')} runs.`, `${wanted.map(({ name }) => name).join(', ')}의 파드가 하나도 없습니다.`), evidence: [{ asked: text('Pods of the namespace', '네임스페이스의 파드'), answer: text('none of this kind', '이 종류는 없음'), isBad: true }] }
  const ready = pods.filter(({ isReady }) => isReady)
  const answer = text(`${ready.length} of ${pods.length} ready`, `${pods.length}개 중 ${ready.length}개 준비됨`)
  const failing = pods.filter((pod) => !pod.isReady && isFailing(pod))
  if (ready.length > 0 && failing.length === 0) return { is: 'passed', answer, evidence: podEvidence(pods) }
  const [first] = failing.length > 0 ? failing : pods
  const line = logLine(scene, failing.length > 0 ? failing : pods, /level=error|level=fatal|panic:|error running command|^\w+: error/)
  const evidence = [...podEvidence(pods), ...(line === undefined ? [] : [lineEvidence(line)])]
  if (ready.length > 0) return { is: 'failed', isPart: true, answer, evidence, verdict: borne(scene, kind, { first, ready: ready.length, all: pods.length }) }
  const known = findingOf(scene, STARTUP, [kind])
  if (known !== undefined) return becauseOf(known, evidence)
  return { is: 'failed', answer, evidence, verdict: text(`No pod of ${kind} is ready: ${reasonOf(first)}.`, `준비된 ${kind} 파드가 없습니다: ${reasonOf(first)}.`) }
}

/** Some crash, and the others bear it, or do not. */
function borne({ observation }: Scene, kind: Kind, { first, ready, all }: { first: SeenPod | undefined; ready: number; all: number }): Text {
  const quorum = kind === 'receive' ? quorumOf(observation) : undefined
  const rest = quorum === undefined ? text(`${ready} of ${all} work.`, `${all}개 중 ${ready}개가 동작합니다.`) : quorumWords(quorum)
  // The cluster's own words stand in the evidence: they are long.
  const why = first?.waiting?.reason ?? first?.phase ?? ''
  const end = first?.lastEnd === undefined ? text('', '') : text(`, last end ${first.lastEnd.reason} (exit code ${first.lastEnd.exitCode})`, `, 마지막 종료 ${first.lastEnd.reason}(종료 코드 ${first.lastEnd.exitCode})`)
  return text(`${first?.name ?? ''} does not run: ${why}${end.en}. ${rest.en}`, `${first?.name ?? ''}이(가) 실행되지 않습니다: ${why}${end.ko}. ${rest.ko}`)
}

/** Findings that keep a component from starting. */
const STARTUP = ['receive/no-external-label', 'flag/unknown', 'flag/bad-value', 'flag/missing-value', 'flag/argument-file', 'flag/no-journal', 'objstore/placeholder', 'objstore/unreadable', 'objstore/setting-missing', 'objstore/unknown-key', 'objstore/half-a-key', 'objstore/scheme-in-endpoint', 'compact/retention-below-downsampling', 'workload/file-not-mounted', 'workload/key-missing', 'workload/unset-variable', 'hashring/zones-with-hashmod', 'hashring/hangs', 'receive/factor-above-ring']

function podEvidence(pods: readonly SeenPod[]): Evidence[] {
  return pods.filter(({ isReady }) => !isReady).slice(0, 5).map((pod) => ({ asked: text(`Pod \`${pod.name}\``, `파드 \`${pod.name}\``), answer: text(reasonOf(pod), reasonOf(pod)), isBad: true }))
}

function reasonOf(pod: SeenPod | undefined): string {
  if (pod === undefined) return 'unknown'
  const end = pod.lastEnd === undefined ? '' : `, last ended with ${pod.lastEnd.reason} (${pod.lastEnd.exitCode})`
  return `${pod.waiting?.reason ?? pod.phase}${pod.waiting?.message === undefined ? '' : `: ${pod.waiting.message}`}${end}`
}

/** The workload of a pod as the spec has it. */
export function workloadOfPod({ spec }: Scene, pod: SeenPod): Workload | undefined {
  return workloadOf(spec, pod.object)
}

/** A number as evidence; rounded, since counters of rates come as fractions. */
export function figure(asked: string, value: number | undefined, isBad = false): Evidence {
  const shown = value === undefined ? undefined : String(Math.round(value * 100) / 100)
  return { asked: text(`\`${asked}\``, `\`${asked}\``), answer: shown === undefined ? text('no such series', '시계열 없음') : text(shown, shown), ...(isBad ? { isBad: true as const } : {}) }
}
