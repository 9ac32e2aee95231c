// Receivers that do not find themselves in their ring, and so forward every write for ever.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { isFragment, isWholeCommand, safeFix, workloadsOf, type Check } from '../../check.ts'
import { isFilledByShell } from '../../in-sight.ts'
import { addVariable } from '../../checks/unset-variables.ts'
import type { Finding } from '../../finding.ts'
import { localEndpoint as endpointByService, podNames } from '../../hashring.ts'
import { hasRing, isRouter, ringsOf } from '../mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md'

/** Without a local endpoint a receiver with a ring is a router only: it keeps nothing and forwards. Source: cmd/thanos/receive.go, determineMode. */
export const localEndpoint: Check = ({ spec }) => workloadsOf(spec, 'receive').flatMap((workload): Finding[] => {
  const local = flagValue(workload.args, 'receive.local-endpoint')
  if (!hasRing(workload)) return []
  if (local !== undefined && isFilledByShell(workload, local)) return []
  if (local !== undefined) return notInRing(spec, workload, local)
  if (isFragment(workload)) return isWholeCommand(workload) && keepsData(workload) ? [missing(spec, workload)] : []
  return isRouter(spec, workload) ? [] : [missing(spec, workload)]
})

/** In a command line alone, what it is to keep tells a receiver from a router. */
function keepsData(workload: Workload): boolean {
  return ['tsdb.path', 'tsdb.retention', 'objstore.config', 'objstore.config-file'].some((flag) => flagValue(workload.args, flag) !== undefined)
}

function missing(spec: StackSpec, workload: Workload): Finding {
  const wanted = wantedEndpoint(spec, workload)
  const object = specObjectId(workload)
  return {
    code: 'receive/no-local-endpoint', severity: 'error', object, path: 'flags.receive.local-endpoint', source: SOURCE,
    message: text(`${workload.name} has a hashring and no --receive.local-endpoint.`, `${workload.name}에 hashring은 있지만 --receive.local-endpoint가 없습니다.`),
    reason: text(
      'Every pod is then a router only: it stores nothing and forwards each write to the others, which forward it again. All pods are Running and Ready, and every remote write ends after 5 seconds in 500.',
      '모든 파드가 라우터로만 동작하여 아무것도 저장하지 않고 쓰기를 서로에게 다시 전달합니다. 모든 파드가 Running, Ready이지만 원격 쓰기는 5초 뒤 500으로 끝납니다.',
    ),
    ...(wanted === undefined ? {} : {
      fix: safeFix(
        text(`Set it to ${wanted}`, `${wanted}(으)로 설정`),
        ...addVariable(workload, 'POD_NAME'),
        { op: 'flag.set', object, flag: 'receive.local-endpoint', values: [wanted] },
      ),
    }),
  }
}

/** The text must equal a ring entry byte for byte once the pod's name is filled in. */
function notInRing(spec: StackSpec, workload: Workload, local: string): Finding[] {
  const rings = isFragment(workload) ? undefined : ringsOf(spec, workload)
  if (!rings) return []
  const members = new Set(rings.flatMap((ring) => ring.endpoints.flatMap((endpoint) => [endpoint.address, 'capnproto_address' in endpoint ? endpoint.capnproto_address : undefined])))
  const filled = podNames(workload).map((pod) => expand(local, pod, workload.namespace))
  const strangers = filled.filter((endpoint) => !members.has(endpoint))
  if (strangers.length === 0 || filled.some((endpoint) => endpoint.includes('$('))) return []
  const wanted = wantedEndpoint(spec, workload)
  const object = specObjectId(workload)
  const isMended = wanted !== undefined && podNames(workload).every((pod) => members.has(expand(wanted, pod, workload.namespace)))
  return [{
    code: 'receive/local-endpoint-not-in-ring', severity: 'error', object, path: 'flags.receive.local-endpoint', source: SOURCE,
    message: text(`The ring does not name ${strangers[0] ?? ''}, which ${workload.name} calls itself.`, `${workload.name}이(가) 자신의 주소로 쓰는 ${strangers[0] ?? ''}이(가) 링에 없습니다.`),
    reason: text('The pod does not recognise itself in the ring and forwards its own writes over the network for ever. The text must be the same, byte for byte.', '파드가 링에서 자신을 알아보지 못해 자신의 쓰기를 네트워크로 끝없이 전달합니다. 텍스트가 바이트 단위로 같아야 합니다.'),
    ...(isMended ? { fix: safeFix(text(`Set it to ${wanted}`, `${wanted}(으)로 설정`), ...addVariable(workload, 'POD_NAME'), { op: 'flag.set', object, flag: 'receive.local-endpoint', values: [wanted] }) } : {}),
  }]
}

function expand(endpoint: string, pod: string, namespace: string | undefined): string {
  const withPod = endpoint.replaceAll(/\$\((POD_NAME|NAME|HOSTNAME)\)/g, pod)
  return namespace === undefined ? withPod : withPod.replaceAll(/\$\((POD_NAMESPACE|NAMESPACE)\)/g, namespace)
}

/** As the ring spells its pods; where it does not name them, as its Service does. */
function wantedEndpoint(spec: StackSpec, workload: Workload): string | undefined {
  const members = (ringsOf(spec, workload) ?? []).flatMap((ring) => ring.endpoints.map(({ address }) => address))
  const pods = podNames(workload)
  const [first] = pods
  const spelled = first === undefined ? undefined : members.find((address) => address.startsWith(`${first}.`))?.slice(first.length)
  const isOfAll = spelled !== undefined && pods.every((pod) => members.includes(`${pod}${spelled}`))
  return isOfAll ? `$(POD_NAME)${spelled}` : endpointByService(spec, workload)
}
