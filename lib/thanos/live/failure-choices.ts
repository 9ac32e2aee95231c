// What can be made to fail on an installation of the sandbox, in words. Apart from the schema: the panel does without the weight of zod.
import { text, type Text } from '../../text.ts'
import type { SeenPod } from './observation.ts'
import type { SandboxFailure } from './sandbox-failure.ts'

/** One that can be switched on here, in words. */
export type FailureChoice = { failure: SandboxFailure; says: Text; isOn: boolean }

/** What the panel offers for an installation: one of each sort, and whatever else is on. */
export function failureChoices({ namespace, pods, edges, on }: { namespace: string; pods: readonly SeenPod[]; edges: readonly string[]; on: readonly SandboxFailure[] }): FailureChoice[] {
  const named = (kind: SeenPod['kind'], index = 0): string[] => pods.filter((pod) => pod.kind === kind).slice(index, index + 1).map(({ name }) => name)
  const [first, second, third] = edges
  const offered: SandboxFailure[] = [
    ...named('receive').map((pod): SandboxFailure => ({ kind: 'receiver-dies', namespace, pod })),
    ...named('compact').map((): SandboxFailure => ({ kind: 'compactor-halts', namespace })),
    ...(first === undefined ? [] : [{ kind: 'edge-silent', namespace, edge: first } as const]),
    { kind: 'bucket-refuses', namespace },
    ...named('store').map((pod): SandboxFailure => ({ kind: 'store-unreachable', namespace, pod })),
    ...named('store').map((pod): SandboxFailure => ({ kind: 'out-of-memory', namespace, pod })),
    ...named('query', 1).map((pod): SandboxFailure => ({ kind: 'query-blind', namespace, pod, blindTo: 'receive' })),
    ...(second === undefined ? [] : [{ kind: 'clock-skew', namespace, edge: second, seconds: -240 } as const]),
    ...(third === undefined ? [] : [{ kind: 'old-samples', namespace, edge: third } as const]),
    { kind: 'unscraped', namespace },
  ]
  const isSame = (a: SandboxFailure, b: SandboxFailure): boolean => failureKey(a) === failureKey(b)
  const further = on.filter((failure) => !offered.some((known) => isSame(known, failure)) && (failure.namespace === undefined || failure.namespace === namespace))
  return [...offered, ...further].map((failure) => ({ failure, says: saysOf(failure), isOn: on.some((known) => isSame(known, failure)) }))
}

/** The same for the same failure. */
export function failureKey(failure: SandboxFailure): string {
  return JSON.stringify(Object.entries(failure).filter(([name]) => name !== 'since').toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function saysOf(failure: SandboxFailure): Text {
  switch (failure.kind) {
    case 'receiver-dies': return text(`${failure.pod} ends again and again`, `${failure.pod}이(가) 계속 종료됩니다`)
    case 'out-of-memory': return text(`${failure.pod} is killed for its memory again and again`, `${failure.pod}이(가) 메모리 부족으로 계속 종료됩니다`)
    case 'compactor-halts': return text('The compactor halts over blocks that overlap', '겹치는 블록 때문에 compactor가 멈춥니다')
    case 'edge-silent': return text(`Edge ${failure.edge} falls silent`, `엣지 ${failure.edge}이(가) 더 보내지 않습니다`)
    case 'bucket-refuses': return text('The bucket refuses every request', '버킷이 모든 요청을 거부합니다')
    case 'store-unreachable': return text(`Queries cannot reach ${failure.pod}`, `query가 ${failure.pod}에 연결하지 못합니다`)
    case 'query-blind': return text(`${failure.pod} does not see ${failure.blindTo}`, `${failure.pod}이(가) ${failure.blindTo}을(를) 보지 못합니다`)
    case 'clock-skew': return text(`The clock of edge ${failure.edge} is ${Math.abs(failure.seconds)} s ${failure.seconds < 0 ? 'slow' : 'fast'}`, `엣지 ${failure.edge}의 시계가 ${Math.abs(failure.seconds)}초 ${failure.seconds < 0 ? '느립니다' : '빠릅니다'}`)
    case 'unscraped': return text('Nobody scrapes the installation’s own metrics', '설치 자체의 메트릭을 아무도 수집하지 않습니다')
    case 'old-samples': return text(`Edge ${failure.edge} sends samples out of order`, `엣지 ${failure.edge}이(가) 순서가 어긋난 샘플을 보냅니다`)
  }
}
