// Rulers read their rule files anew only when they are told to (thanos rule --rule-file): POST /-/reload on each of their pods.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { PodAnswer } from '../../kube/pod-page.ts'
import { mapsAt, numberAt } from '../../manifest/fields.ts'
import { redactText } from '../../manifest/redact.ts'
import type { JsonObject, KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import type { GateEnd } from './gate.ts'

const HTTP_PORT = 10902
/** A pod that says nothing for so long, in ms, cannot be told. */
export const POD_TIMEOUT_MS = 10_000
/** What a ruler says of rules that it does not take is a line or two; the rest is of no use in a message. */
const SHOWN = 300

/** Pods that evaluate rule files. */
export function isRuler(pod: KubeObject): boolean {
  return rulerOf(pod) !== undefined
}

/** A ruler that refuses the rules goes on with those that it had: the gate ends, and the run with it. One that cannot be told is named, and still owed. */
export async function reloadRules(cluster: Cluster, rulers: readonly KubeObject[]): Promise<GateEnd> {
  const answers = await Promise.all(rulers.map(async (pod) => ({ pod, name: pod.metadata.name, answer: await tell(cluster, pod) })))
  const refused = answers.find(({ answer }) => answer !== undefined && answer.status >= 500)
  if (refused) {
    const words = redactText(refused.answer?.body ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, SHOWN)
    return { end: 'hopeless', why: text(`${refused.name} does not take the rules, and goes on with those that it had: ${words}`, `${refused.name}이(가) 새 규칙을 받아들이지 않고 이전 규칙을 계속 씁니다: ${words}`) }
  }
  const untold = answers.filter(({ answer }) => answer?.status !== 200)
  if (untold.length === 0) return { end: 'open', message: text(`${rulers.length} of ${rulers.length} rulers have read it anew`, `ruler ${rulers.length}개가 모두 새로 읽었습니다`) }
  const names = untold.map(({ name }) => name).join(', ')
  return {
    end: 'open', untold: untold.map(({ pod }) => startOf(pod)),
    message: text(
      `${names} could not be told to read it anew, and may go on with the old rules: the next plan asks for it again, and a restart does the same`,
      `${names}에 다시 읽으라고 알릴 수 없어 이전 규칙을 계속 쓸 수 있습니다. 다음 계획이 다시 요청하며, 재시작해도 됩니다`,
    ),
  }
}

/** Which start of a ruler this is: when its container starts again, it reads its rules without being told. */
export function startOf(pod: KubeObject): string {
  const container = rulerOf(pod)?.name
  const status = mapsAt(pod, 'status', 'containerStatuses').find(({ name }) => name === container)
  return `${String(pod.metadata.uid)} ${numberAt(status ?? {}, 'restartCount') ?? 0}`
}

/** Undefined where the pod cannot be reached, or Gauntlet's account may not use the proxy. */
async function tell(cluster: Cluster, pod: KubeObject): Promise<PodAnswer | undefined> {
  const { name, namespace = 'default' } = pod.metadata
  return cluster.askPod({ namespace, pod: name, port: httpPort(pod), path: `${prefixOf(pod)}/-/reload`, form: {}, timeoutMs: POD_TIMEOUT_MS }).catch((error: unknown) => {
    if (error instanceof AppError) return undefined
    throw error
  })
}

/** The port that the pod calls "http", or the one that Thanos listens on by default. */
export function httpPort(pod: KubeObject): number {
  const ports = mapsAt(pod, 'spec', 'containers').flatMap((container) => mapsAt(container, 'ports'))
  return numberAt(ports.find(({ name }) => name === 'http') ?? {}, 'containerPort') ?? HTTP_PORT
}

function prefixOf(pod: KubeObject): string {
  const given = argsOf(rulerOf(pod) ?? {}).map((arg) => /^--web\.route-prefix=(.*)$/.exec(arg)?.[1]).find((prefix) => prefix !== undefined)
  return given === undefined ? '' : `/${given.replaceAll(/^\/+|\/+$/g, '')}`.replace(/^\/$/, '')
}

function rulerOf(pod: KubeObject): JsonObject | undefined {
  return mapsAt(pod, 'spec', 'containers').find((container) => argsOf(container).includes('rule') && argsOf(container).some((arg) => arg.startsWith('--rule-file')))
}

function argsOf({ command, args }: JsonObject): string[] {
  return [command, args].flatMap((list) => (Array.isArray(list) ? list : [])).filter((arg) => typeof arg === 'string')
}
