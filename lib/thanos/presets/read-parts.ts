// The parts that answer: queriers, query frontends, rulers.
import { toYaml } from '../../manifest/yaml.ts'
import { text } from '../../text.ts'
import { serviceHost, HTTP_PORT } from '../hashring.ts'
import { resolveTargetPort, servicesFor } from '../pod.ts'
import { frontendSizing, querySizing, ruleSizing } from '../sizing/query.ts'
import type { Workload } from '../spec.ts'
import type { Gathering } from './addition.ts'
import { endpointsForQuerier, has, joinQueriers, replicaLabels } from './join.ts'
import { configManifest, type Mount } from './manifests.ts'
import { running } from './surroundings.ts'
import { add, bucketArgs, bucketMounts, budget, idIn, memoryArgs, nameOf, service } from './write-parts.ts'

const ENDPOINT_FILE = 'endpoints.yaml'
const CACHE_FILE = 'cache.yaml'
const RULE_FILE = 'recording.yaml'

/** A querier that asks everything that answers, and removes every replica label. */
export function addQuery(gathering: Gathering): void {
  const { request, spec, around } = gathering
  const sizing = querySizing(request.load, request.size)
  const name = nameOf(gathering, 'query', 'thanos-query')
  const endpoints = endpointsForQuerier(spec)
  const readsFile = has(gathering, 'query', 'endpoint.sd-config-file')
  const config = `${name}-endpoints`
  if (readsFile) {
    const file = toYaml({ endpoints: endpoints.map(({ address, isGroup }) => ({ address, ...(isGroup ? { group: true } : {}) })) })
    gathering.change(idIn(gathering, 'ConfigMap', config), text(`${endpoints.length} endpoints for ${name}`, `${name}의 엔드포인트 ${endpoints.length}개`), { op: 'object.add', manifest: configManifest(around, config, { [ENDPOINT_FILE]: file }) })
  }
  if (endpoints.length === 0) gathering.left.push(text(`${name} has nothing to ask yet. Add a store or receivers.`, `${name}이(가) 조회할 대상이 아직 없습니다. 스토어나 수신기를 추가하세요.`))
  const mounts: Mount[] = readsFile ? [{ name: 'endpoints', path: '/etc/thanos/endpoints', from: { config } }] : []
  add(gathering, 'query', {
    name, object: 'Deployment', sizing, ports: ['grpc', 'http'], graceSeconds: 150, startSeconds: 300, mounts,
    args: [
      'query',
      ...(readsFile
        ? [`--endpoint.sd-config-file=/etc/thanos/endpoints/${ENDPOINT_FILE}`, '--endpoint.sd-config-reload-interval=1m']
        : endpoints.map(({ address, isGroup }) => `--${isGroup ? 'endpoint-group' : 'endpoint'}=${address}`)),
      ...replicaLabels(spec).map((label) => `--query.replica-label=${label}`),
      '--query.auto-downsampling', ...Object.entries(sizing.flags).map(([flag, value]) => `--${flag}=${value}`), '--store.response-timeout=60s',
      ...memoryArgs(gathering, 'query'),
    ],
  })
  service(gathering, { name, to: name, ports: ['http', 'grpc'] })
  budget(gathering, name, sizing)
}

/** A query frontend before the querier, with its answers cached. */
export function addFrontend(gathering: Gathering): void {
  const { request, around } = gathering
  const downstream = httpAddress(gathering)
  if (downstream === undefined) {
    gathering.refused.push(text('A query frontend stands before a querier. Add a querier first.', '쿼리 프런트엔드는 querier 앞에 섭니다. 먼저 querier를 추가하세요.'))
    return
  }
  const sizing = frontendSizing(request.load, request.size)
  const name = nameOf(gathering, 'query-frontend', 'thanos-query-frontend')
  const config = `${name}-cache`
  const cache = toYaml({ type: 'IN-MEMORY', config: { max_size: sizing.flags.cache ?? '250MB', max_size_items: 0, validity: '0s' } })
  gathering.change(idIn(gathering, 'ConfigMap', config), text(`Response cache of ${sizing.flags.cache ?? ''}`, `응답 캐시 ${sizing.flags.cache ?? ''}`), { op: 'object.add', manifest: configManifest(around, config, { [CACHE_FILE]: cache }) })
  add(gathering, 'query-frontend', {
    name, object: 'Deployment', sizing, ports: ['http'], graceSeconds: 150, startSeconds: 300,
    args: [
      'query-frontend', `--query-frontend.downstream-url=${downstream}`, `--query-range.response-cache-config-file=/etc/thanos/cache/${CACHE_FILE}`,
      '--query-frontend.compress-responses', ...memoryArgs(gathering, 'query-frontend'),
    ],
    mounts: [{ name: 'cache', path: '/etc/thanos/cache', from: { config } }],
  })
  service(gathering, { name, to: name, ports: ['http'] })
  budget(gathering, name, sizing)
  gathering.left.push(text(`Point Grafana to ${name} instead of the querier, so that answers come from the cache.`, `Grafana가 querier 대신 ${name}을(를) 보게 하면 응답이 캐시에서 옵니다.`))
}

/** Rulers in a pair, with a first rule to replace. */
export function addRule(gathering: Gathering): void {
  const { request, around } = gathering
  const query = httpAddress(gathering)
  if (query === undefined) {
    gathering.refused.push(text('A ruler asks a querier. Add a querier first.', '룰러는 querier에 조회합니다. 먼저 querier를 추가하세요.'))
    return
  }
  const sizing = ruleSizing(request.load, request.size)
  const name = nameOf(gathering, 'rule', 'thanos-rule')
  const config = `${name}-rules`
  const rules = toYaml({ groups: [{ name: 'targets', interval: '1m', rules: [{ record: 'job:up:sum', expr: 'sum by (job) (up)' }] }] })
  gathering.change(idIn(gathering, 'ConfigMap', config), text('One recording rule to start from', '시작할 기록 규칙 하나'), { op: 'object.add', manifest: configManifest(around, config, { [RULE_FILE]: rules }) })
  const id = add(gathering, 'rule', {
    name, object: 'StatefulSet', sizing, ports: ['grpc', 'http'], startSeconds: 600, needsPodName: true,
    args: [
      'rule', '--data-dir=/var/thanos/rule', '--rule-file=/etc/thanos/rules/*.yaml', `--query=${query}`, '--label=rule_replica="$(POD_NAME)"', '--alert.label-drop=rule_replica',
      ...(request.alertmanager === '' ? [] : [`--alertmanagers.url=${request.alertmanager}`]), ...bucketArgs(gathering), ...memoryArgs(gathering, 'rule'),
    ],
    mounts: [{ name: 'data', path: '/var/thanos/rule', from: 'claim' }, { name: 'rules', path: '/etc/thanos/rules', from: { config } }, ...bucketMounts(gathering)],
  })
  service(gathering, { name, to: name, ports: ['grpc', 'http'], headless: true })
  budget(gathering, name, sizing)
  joinQueriers(gathering, id)
  if (request.alertmanager === '') gathering.left.push(text('No Alertmanager is named, so the ruler records and sends no alerts.', 'Alertmanager가 없어 룰러는 기록만 하고 알림을 보내지 않습니다.'))
}

/** The HTTP address of the first querier that a Service leads to. */
function httpAddress({ spec }: Gathering): string | undefined {
  for (const workload of running(spec).filter(({ kind }) => kind === 'query')) {
    const address = addressOf(spec, workload)
    if (address !== undefined) return address
  }
  return undefined
}

function addressOf(spec: Gathering['spec'], workload: Workload): string | undefined {
  for (const found of servicesFor(spec, workload)) {
    const port = found.ports.find((each) => each.name === 'http' || resolveTargetPort(each, workload) === HTTP_PORT)
    if (port !== undefined) return `http://${serviceHost(found.name, workload.namespace ?? found.namespace)}:${port.port}`
  }
  return undefined
}
