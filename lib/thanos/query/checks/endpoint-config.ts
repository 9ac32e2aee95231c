// The file or text that lists endpoints: what query refuses in it, and what it reads past.
import { parse } from 'yaml'
import { isJsonObject, type JsonObject } from '../../../manifest/types.ts'
import { text } from '../../../text.ts'
import { flagValue, flagValues } from '../../read-args.ts'
import { atFlag, isFragment, isWholeCommand, report, safeFix, workloadsOf, type Check, type Where } from '../../check.ts'
import { fileAt } from '../../files.ts'
import type { Finding } from '../../finding.ts'
import { objects } from '../../pod.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'
import { ENDPOINT_FLAGS, endpointsOf } from '../endpoints.ts'

const SOURCE = 'https://github.com/thanos-io/thanos/blob/main/cmd/thanos/endpointset.go'
const ENDPOINT_KEYS = ['address', 'strict', 'group', 'service_config', 'client_config']
const TOP_KEYS = ['default_client_config', 'endpoints']
const DYNAMIC = /^dns(?:srv|srvnoa|dualstack)?\+/

export const endpointConfig: Check = ({ spec }) => [
  ...texts(spec).flatMap(({ where, content }) => judge(where, content)),
  ...workloadsOf(spec, 'query').flatMap((query) => [...strictFlags(query), ...none(spec, query), ...twice(spec, query), ...partition(query)]),
]

function texts(spec: StackSpec): { where: Where; content: string }[] {
  const read = workloadsOf(spec, 'query').flatMap((query) => {
    const inline = flagValue(query.args, 'endpoint.sd-config')
    if (inline !== undefined) return inline.includes('$(') ? [] : [{ where: atFlag(query, 'endpoint.sd-config', SOURCE), content: inline }]
    const path = flagValue(query.args, 'endpoint.sd-config-file')
    const found = path === undefined || isFragment(query) ? undefined : fileAt(spec, query, path)
    return found?.status === 'file' && found.text !== undefined ? [{ where: { object: specObjectId(found.object), path: `files.${found.key}`, source: SOURCE }, content: found.text }] : []
  })
  const pasted = spec.objects.flatMap((object) => {
    const content = object.type === 'config' && isFragment(object) ? object.files['endpoints.yaml'] : undefined
    return content === undefined ? [] : [{ where: { object: specObjectId(object), path: 'files.endpoints.yaml', source: SOURCE }, content }]
  })
  const all = [...read, ...pasted]
  return all.filter(({ where }, index) => all.findIndex((other) => other.where.object === where.object && other.where.path === where.path) === index)
}

function judge(where: Where, content: string): Finding[] {
  const document = documentOf(content)
  if (document === undefined) {
    return [report(where, 'query/endpoints-unreadable', 'error',
      text('The list of endpoints is no YAML mapping with "endpoints".', '엔드포인트 목록이 "endpoints"를 가진 YAML 매핑이 아닙니다.'),
      text('query exits at start; at a reload the old list stays and an error is logged.', 'query가 시작하자마자 종료됩니다. 다시 읽을 때는 이전 목록이 유지되고 오류가 기록됩니다.'))]
  }
  const endpoints = objects(document.endpoints)
  const compressions = [document.default_client_config, ...endpoints.map(({ client_config: client }) => client)]
    .flatMap((client) => (isJsonObject(client) && typeof client.compression === 'string' && !['', 'none', 'snappy'].includes(client.compression) ? [client.compression] : []))
  const unknown = [...Object.keys(document).filter((key) => !TOP_KEYS.includes(key)), ...endpoints.flatMap((endpoint) => Object.keys(endpoint).filter((key) => !ENDPOINT_KEYS.includes(key)))]
  const refused = (code: string, en: string, ko: string, about?: string): Finding => report({ ...where, ...(about === undefined ? {} : { about }) }, code, 'error', text(en, ko), text('query exits at start, and refuses the list at a reload.', 'query가 시작하자마자 종료되고, 다시 읽을 때는 목록을 거부합니다.'))
  return [
    ...endpoints.flatMap((endpoint): Finding[] => {
      const address = typeof endpoint.address === 'string' ? endpoint.address : ''
      return [
        ...(address === '' ? [refused('query/endpoint-without-address', 'An endpoint has no address.', '주소가 없는 엔드포인트가 있습니다.')] : []),
        ...(where.path.startsWith('files.') && address.includes('$(') ? [report({ ...where, about: address }, 'query/variable-in-endpoints', 'error',
          text(`Endpoint ${address} refers to a variable, and nothing fills it in here.`, `엔드포인트 ${address}에 변수가 있지만 여기서는 치환되지 않습니다.`),
          text('Unlike object storage configuration, this file is read as it is: query looks for a host of that very name and never finds it.', '오브젝트 스토리지 설정과 달리 이 파일은 쓰인 그대로 읽습니다. query가 그 이름의 호스트를 찾으며 찾지 못합니다.'))] : []),
        ...(endpoint.strict === true && DYNAMIC.test(address) ? [refused('query/strict-dynamic', `Endpoint ${address} is strict and found by DNS; strict endpoints are static.`, `엔드포인트 ${address}은(는) strict이면서 DNS로 찾습니다. strict는 고정 주소에만 쓸 수 있습니다.`, address)] : []),
        ...(endpoint.service_config !== undefined && endpoint.group !== true ? [refused('query/service-config-without-group', `Endpoint ${address} has a service_config and is no group.`, `엔드포인트 ${address}에 service_config가 있지만 group이 아닙니다.`, address)] : []),
      ]
    }),
    ...(compressions[0] === undefined ? [] : [refused('query/unknown-compression', `"${compressions[0]}" is no compression. Write none or snappy.`, `"${compressions[0]}"은(는) 압축 방식이 아닙니다. none 또는 snappy로 쓰세요.`)]),
    ...(unknown[0] === undefined ? [] : [report(where, 'query/unknown-endpoint-key', 'warning',
      text(`The list of endpoints has ${[...new Set(unknown)].join(', ')}, which query does not know.`, `엔드포인트 목록에 query가 모르는 ${[...new Set(unknown)].join(', ')}이(가) 있습니다.`),
      text('Unknown keys are ignored without a word. Mind the spelling.', '모르는 키는 아무 말 없이 무시됩니다. 철자를 확인하세요.'))]),
  ]
}

function documentOf(content: string): JsonObject | undefined {
  try {
    const document: unknown = parse(content, { logLevel: 'error' })
    return isJsonObject(document) && (document.endpoints === undefined || document.endpoints === null || Array.isArray(document.endpoints)) ? document : undefined
  } catch {
    return undefined
  }
}

function strictFlags(query: Workload): Finding[] {
  return ['endpoint-strict', 'store-strict'].flatMap((flag) => flagValues(query.args, flag).filter((address) => DYNAMIC.test(address)).map((address) => report(
    { ...atFlag(query, flag, SOURCE), about: address }, 'query/strict-dynamic', 'error',
    text(`--${flag}=${address} is found by DNS; strict endpoints are static.`, `--${flag}=${address}은(는) DNS로 찾습니다. strict는 고정 주소에만 쓸 수 있습니다.`),
    text('query exits at start.', 'query가 시작하자마자 종료됩니다.'),
    safeFix(text('Make it a usual endpoint', '일반 엔드포인트로 바꾸기'), { op: 'flag.drop', object: specObjectId(query), flag, value: address }, { op: 'flag.add', object: specObjectId(query), flag: flag.replace('-strict', ''), value: address }),
  )))
}

function none(spec: StackSpec, query: Workload): Finding[] {
  const { endpoints, isComplete } = endpointsOf(spec, query)
  const others = ['rule', 'target', 'metadata', 'exemplar'].some((flag) => flagValue(query.args, flag) !== undefined)
  if (endpoints.length > 0 || !isComplete || others || isFragment(query) || !isWholeCommand(query)) return []
  return [report(atFlag(query, 'endpoint', SOURCE), 'query/no-endpoints', 'warning',
    text(`${query.name} has no endpoints.`, `${query.name}에 엔드포인트가 없습니다.`),
    text('It starts, is ready, and answers every query with nothing.', '시작하고 준비 상태가 되지만 모든 조회에 빈 결과를 돌려줍니다.'))]
}

function twice(spec: StackSpec, query: Workload): Finding[] {
  const { endpoints } = endpointsOf(spec, query)
  const addresses = endpoints.map(({ address }) => address.text)
  const doubled = endpoints.find(({ address }, at) => addresses.indexOf(address.text) !== at)
  if (!doubled) return []
  const { address, flag } = doubled
  const asFlag = endpoints.find((endpoint) => endpoint.address.text === address.text && (ENDPOINT_FLAGS as readonly string[]).includes(endpoint.flag))?.flag
  const isElsewhere = endpoints.some((endpoint) => endpoint.address.text === address.text && endpoint.flag !== asFlag)
  return [report(atFlag(query, flag, SOURCE), 'query/endpoint-twice', 'warning',
    text(`${query.name} is given the endpoint ${address.text} twice.`, `${query.name}에 엔드포인트 ${address.text}이(가) 두 번 있습니다.`),
    text('Releases before v0.38 exit at start; later ones drop one and count it in thanos_query_duplicated_endpoint_addresses_total.', 'v0.38 이전 버전은 시작하자마자 종료되고, 이후 버전은 하나를 빼고 thanos_query_duplicated_endpoint_addresses_total에 집계합니다.'),
    asFlag === undefined ? undefined : safeFix(
      text('Name it once', '한 번만 쓰기'), { op: 'flag.drop', object: specObjectId(query), flag: asFlag, value: address.text },
      ...(isElsewhere ? [] : [{ op: 'flag.add' as const, object: specObjectId(query), flag: asFlag, value: address.text }]),
    ))]
}

/** Distributed mode cannot part what deduplication merges. Source: cmd/thanos/query.go. */
function partition(query: Workload): Finding[] {
  const list = (flag: string): string[] => flagValues(query.args, flag).flatMap((value) => value.split(',')).map((label) => label.trim())
  const replicas = new Set(list('query.replica-label'))
  const both = list('query.partition-label').find((label) => replicas.has(label))
  if (both === undefined) return []
  return [report(atFlag(query, 'query.partition-label', 'https://thanos.io/tip/components/query.md'), 'query/partition-is-replica', 'error',
    text(`${both} is a partition label and a replica label of ${query.name}.`, `${both}이(가) ${query.name}의 partition 라벨이면서 replica 라벨입니다.`),
    text('query exits at start: what parts the queriers cannot be what is merged between them.', 'query가 시작하자마자 종료됩니다. 나누는 기준과 합치는 기준이 같을 수 없습니다.'),
    safeFix(text(`Do not part by ${both}`, `${both}(으)로 나누지 않기`), { op: 'flag.set', object: specObjectId(query), flag: 'query.partition-label', values: list('query.partition-label').filter((label) => label !== both) }))]
}
