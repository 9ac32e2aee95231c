// The ring against the StatefulSet: every member must be a pod that exists, on its gRPC port, and every pod must be a member.
import { text, type Text } from '../../../text.ts'
import { parseAddress, resolveAddress } from '../../address.ts'
import { chosenFix, isFragment, workloadsOf, type Check } from '../../check.ts'
import type { Finding, Fix } from '../../finding.ts'
import { expectedEndpoints, grpcPort, podNames, replicationFactor, type Hashring } from '../../hashring.ts'
import { sameNamespace, serviceNameOf } from '../../pod.ts'
import { type ReadRing, readRing } from '../ring-files.ts'
import type { StackSpec, Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md'

export const hashringMembers: Check = ({ spec }) => workloadsOf(spec, 'receive').filter((workload) => !isFragment(workload)).flatMap((workload) => {
  const ring = readRing(spec, workload)
  if (!ring || 'fault' in ring.parsed) return []
  return [...members(spec, workload, ring, ring.parsed.rings), ...absentPods(spec, ring, ring.parsed.rings)]
})

function members(spec: StackSpec, router: Workload, file: ReadRing, rings: readonly Hashring[]): Finding[] {
  return rings.flatMap((ring) => ring.endpoints.flatMap(({ address }): Finding[] => {
    const problem = memberProblem(spec, router, address)
    if (!problem) return []
    return [{
      ...where(file), about: address, code: 'hashring/not-a-member', severity: 'error',
      message: text(`Ring endpoint ${address}: ${problem.en}`, `링 엔드포인트 ${address}: ${problem.ko}`),
      reason: text(
        'Receivers cannot forward to it. Writes whose series belong there miss a copy; with replication factor 1 they fail with 503.',
        '수신기가 이 주소로 전달할 수 없습니다. 여기에 속한 시리즈의 쓰기는 사본이 하나 부족하고, 복제 계수 1이면 503으로 실패합니다.',
      ),
      ...rewriteRing(spec, router, file, rings),
    }]
  }))
}

function memberProblem(spec: StackSpec, router: Workload, text_: string): { en: string; ko: string } | undefined {
  const address = parseAddress(text_)
  const found = resolveAddress(spec, router, address)
  switch (found.status) {
    case 'outside': return undefined
    case 'no-service': return text(`there is no Service ${found.service}.`, `Service ${found.service}이(가) 없습니다.`)
    case 'no-port': return text(`Service ${found.service.name} has no port ${address.port ?? '(none given)'}.`, `Service ${found.service.name}에 포트 ${address.port ?? '(없음)'}이(가) 없습니다.`)
    case 'no-pods': return text(`Service ${found.service.name} selects no workload.`, `Service ${found.service.name}이(가) 선택하는 워크로드가 없습니다.`)
    case 'no-pod': return text(`no StatefulSet makes a pod ${found.pod}.`, `파드 ${found.pod}을(를) 만드는 StatefulSet이 없습니다.`)
    case 'workload': {
      const want = grpcPort(found.workload)
      if (found.workload.kind !== 'receive') return text(`it leads to ${found.workload.name}, which is no receiver.`, `수신기가 아닌 ${found.workload.name}(으)로 연결됩니다.`)
      if (found.pod !== undefined && serviceNameOf(found.workload) !== found.service.name) return text(`pods of ${found.workload.name} have no name under Service ${found.service.name}; its serviceName is ${serviceNameOf(found.workload) ?? '(none)'}.`, `${found.workload.name}의 파드는 Service ${found.service.name} 아래에 이름이 없습니다. serviceName은 ${serviceNameOf(found.workload) ?? '(없음)'}입니다.`)
      if (found.pod !== undefined && !found.service.isHeadless) return text(`Service ${found.service.name} is not headless (clusterIP: None), so single pods have no name under it.`, `Service ${found.service.name}이(가) headless(clusterIP: None)가 아니어서 파드별 이름이 없습니다.`)
      if (found.port !== want) return text(`the port is ${found.port ?? 'missing'}; ${found.workload.name} listens for gRPC on ${want}.`, `포트가 ${found.port ?? '없음'}입니다. ${found.workload.name}은(는) ${want}에서 gRPC를 수신합니다.`)
      if (found.pod === undefined && (found.workload.replicas ?? 1) > 1) return text(`it names a Service and not one pod.`, `파드 하나가 아니라 Service를 가리킵니다.`)
      return undefined
    }
  }
}

/** Pods of an ingesting StatefulSet that no ring names get no series: their disk and memory do nothing. */
function absentPods(spec: StackSpec, file: ReadRing, rings: readonly Hashring[]): Finding[] {
  const named = new Set(rings.flatMap((ring) => ring.endpoints.map(({ address }) => parseAddress(address).host.split('.')[0])))
  return workloadsOf(spec, 'receive').filter((workload) => sameNamespace(workload, file)).flatMap((workload): Finding[] => {
    const pods = podNames(workload)
    const absent = pods.filter((pod) => !named.has(pod))
    if (absent.length === 0 || absent.length === pods.length) return []
    return [{
      ...where(file), about: workload.name, code: 'hashring/pod-left-out', severity: 'warning',
      message: text(`${workload.name} has ${pods.length} replicas; the ring does not name ${some(absent).en}.`, `${workload.name}의 레플리카는 ${pods.length}개인데 링에 ${some(absent).ko}이(가) 없습니다.`),
      reason: text('These pods run and get no series.', '이 파드는 실행되지만 시리즈를 받지 않습니다.'),
      ...rewriteRing(spec, workload, file, rings),
    }]
  })
}

/** With one ring of one StatefulSet, the right list follows from it; else a person has to say which pod belongs where. */
function rewriteRing(spec: StackSpec, router: Workload, file: ReadRing, rings: readonly Hashring[]): { fix?: Fix } {
  const ingestors = workloadsOf(spec, 'receive').filter((workload) => workload.object === 'StatefulSet')
  const [ring, ...others] = rings
  const ingestor = ingestors.length === 1 ? ingestors[0] : ingestors.find((workload) => workload === router)
  const endpoints = ingestor && expectedEndpoints(spec, ingestor)
  // A ring that is smaller than the factor cannot be built.
  const factor = Math.max(1, ...workloadsOf(spec, 'receive').map(replicationFactor).filter(Number.isFinite))
  if (!ring || others.length > 0 || !ingestor || !endpoints || endpoints.length < factor || ring.endpoints.some((endpoint) => 'az' in endpoint)) return {}
  const content = `${JSON.stringify([{ ...ring, endpoints }], null, 2)}\n`
  return {
    // Series move with the ring.
    fix: chosenFix(
      text(`Name the ${endpoints.length} pods of ${ingestor.name}`, `${ingestor.name}의 파드 ${endpoints.length}개로 바꾸기`),
      file.write(content),
    ),
  }
}

function where(file: ReadRing): Pick<Finding, 'object' | 'path' | 'source'> {
  return { object: file.object, path: file.path, source: SOURCE }
}

/** The first of many names. */
function some(names: readonly string[]): Text {
  const shown = names.slice(0, 5).join(', ')
  return names.length <= 5 ? text(shown, shown) : text(`${shown} and ${names.length - 5} more`, `${shown} 외 ${names.length - 5}개`)
}
