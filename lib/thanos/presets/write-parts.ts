// The parts that take data in and keep it: ingesting receivers, routers, stores, the compactor.
import { text } from '../../text.ts'
import { flagValue, flagValues } from '../read-args.ts'
import type { Edit } from '../edit.ts'
import { hashringFileOf } from '../files.ts'
import { expectedEndpoints, replicationFactor } from '../hashring.ts'
import { compactSizing, storeSizing } from '../sizing/store.ts'
import { ingestorSizing, routerSizing } from '../sizing/receive.ts'
import type { Sizing } from '../sizing/figure.ts'
import type { Load } from '../sizing/load.ts'
import { specObjectId } from '../spec.ts'
import type { Gathering } from './addition.ts'
import { has, joinQueriers, joinRing } from './join.ts'
import { budgetManifest, configManifest, serviceManifest, workloadManifest, type Mount, type WorkloadPlan } from './manifests.ts'
import { freeName, receiversOf, running } from './surroundings.ts'

const BUCKET_DIRECTORY = '/etc/thanos/objstore'
const RING_FILE = 'hashrings.json'

/** Receivers that keep series: a StatefulSet under a headless Service, members of a ring, asked by every querier. */
export function addIngestor(gathering: Gathering): void {
  const { request } = gathering
  const load = loadHere(gathering)
  const sizing = ingestorSizing(load, request.size)
  const name = nameOf(gathering, 'ingestor', request.tenants[0] === undefined ? 'thanos-receive' : `thanos-receive-${slug(request.tenants[0])}`)
  const id = add(gathering, 'ingestor', {
    name, object: 'StatefulSet', sizing, ports: ['grpc', 'http', 'remote-write'], graceSeconds: 900, startSeconds: 1800, needsPodName: true,
    args: [
      'receive', '--tsdb.path=/var/thanos/receive', `--tsdb.retention=${load.localDays}d`, '--label=receive_replica="$(POD_NAME)"',
      ...bucketArgs(gathering), ...memoryArgs(gathering, 'receive'),
    ],
    mounts: [{ name: 'data', path: '/var/thanos/receive', from: 'claim' }, ...bucketMounts(gathering)],
  })
  // Receivers must find each other before they are ready, else none ever becomes it.
  service(gathering, { name, to: name, ports: ['grpc', 'http', 'remote-write'], headless: true, unready: true })
  budget(gathering, name, sizing)
  joinRing(gathering, id)
  joinQueriers(gathering, id)
}

/** Receivers that only route: they read the ring, make the copies, and keep nothing. */
export function addRouter(gathering: Gathering): void {
  const { request, spec } = gathering
  const { ingestors, ringReaders } = receiversOf(spec)
  const [reader] = ringReaders
  const ring = reader && hashringFileOf(spec, reader)
  const members = ingestors.flatMap((workload) => expectedEndpoints(spec, workload) ?? [])
  if (members.length === 0 && ring === undefined) {
    gathering.refused.push(text('A router needs receivers to send to. Add ingesting receivers first.', '라우터에는 보낼 수신기가 필요합니다. 먼저 수신기를 추가하세요.'))
    return
  }
  const load = loadHere(gathering)
  const sizing = routerSizing(load, request.size)
  const name = nameOf(gathering, 'router', 'thanos-receive-router')
  const config = ring?.object.type === 'config' ? ring.object.name : `${name}-hashrings`
  const file = ring?.object.type === 'config' ? ring.key : RING_FILE
  if (ring?.object.type !== 'config') {
    const rings = [{ hashring: 'default', endpoints: members }]
    const manifest = configManifest(gathering.around, config, { [RING_FILE]: `${JSON.stringify(rings, null, 2)}\n` })
    gathering.change(idIn(gathering, 'ConfigMap', config), text(`Ring of ${members.length} receivers`, `수신기 ${members.length}개의 링`), { op: 'object.add', manifest })
  }
  add(gathering, 'router', {
    name, object: 'Deployment', sizing, ports: ['http', 'remote-write', 'grpc'], graceSeconds: 120, startSeconds: 300,
    args: [
      'receive', '--tsdb.path=/var/thanos/receive', '--label=component="router"', `--receive.hashrings-file=/etc/thanos/hashrings/${file}`,
      '--receive.hashrings-algorithm=ketama', '--receive.hashrings-file-refresh-interval=1m', `--receive.replication-factor=${load.copies}`,
      ...memoryArgs(gathering, 'receive'),
    ],
    mounts: [{ name: 'data', path: '/var/thanos/receive', from: 'scratch' }, { name: 'hashrings', path: '/etc/thanos/hashrings', from: { config } }],
  })
  service(gathering, { name, to: name, ports: ['remote-write', 'http'] })
  budget(gathering, name, sizing)
  gathering.left.push(text(`Point remote write of your Prometheus servers to http://${name}${domain(gathering)}:19291/api/v1/receive.`, `Prometheus의 remote write를 http://${name}${domain(gathering)}:19291/api/v1/receive로 설정하세요.`))
}

/** A store of all blocks, or a shard of the old ones, which the stores of all blocks then leave to it. */
export function addStore(gathering: Gathering): void {
  const { request, spec } = gathering
  const older = request.olderThanDays
  const sizing = storeSizing(request.load, request.size)
  const name = nameOf(gathering, 'store', older > 0 ? 'thanos-store-old' : 'thanos-store')
  const flags = Object.entries(sizing.flags).map(([flag, value]) => `--${flag}=${value}`)
  const whole = running(spec).filter((workload) => workload.kind === 'store' && ['min-time', 'max-time', 'selector.relabel-config', 'selector.relabel-config-file'].every((flag) => flagValues(workload.args, flag).length === 0))
  if (older === 0 && whole.length > 0) {
    gathering.refused.push(text(`${whole.map((workload) => workload.name).join(', ')} serves all blocks already: one more such store would read every block twice. Say from which age on this one is to serve.`, `${whole.map((workload) => workload.name).join(', ')}이(가) 이미 모든 블록을 제공합니다. 하나 더 두면 모든 블록을 두 번 읽습니다. 며칠 지난 블록부터 맡길지 정하세요.`))
    return
  }
  const id = add(gathering, 'store', {
    name, object: 'StatefulSet', sizing, ports: ['grpc', 'http'], startSeconds: 3600,
    args: [
      'store', '--data-dir=/var/thanos/store', ...(older > 0 ? [`--max-time=-${older}d`] : []), ...flags, '--store.enable-index-header-lazy-reader',
      ...bucketArgs(gathering), ...memoryArgs(gathering, 'store'),
    ],
    mounts: [{ name: 'data', path: '/var/thanos/store', from: 'claim' }, ...bucketMounts(gathering)],
  })
  service(gathering, { name, to: name, ports: ['grpc', 'http'], headless: true })
  budget(gathering, name, sizing)
  for (const other of older > 0 ? whole : []) {
    const object = specObjectId(other)
    gathering.change(object, text(`${other.name} serves the last ${older + 1} d; the older blocks are left to ${name}, with a day in both`, `${other.name}은(는) 최근 ${older + 1}일을 제공하고 더 오래된 블록은 ${name}이(가) 맡으며 하루가 겹침`), { op: 'flag.set', object, flag: 'min-time', values: [`-${older + 1}d`] })
  }
  if (older > 0 && whole.length === 0) gathering.left.push(text(`No store serves blocks younger than ${older} d. Let the receivers keep that long, or give another store --min-time=-${older + 1}d.`, `${older}일보다 새로운 블록을 제공하는 스토어가 없습니다. 수신기가 그만큼 보관하게 하거나 다른 스토어에 --min-time=-${older + 1}d를 설정하세요.`))
  joinQueriers(gathering, id)
}

/** The compactor, alone in its bucket. */
export function addCompact(gathering: Gathering): void {
  const { request, spec } = gathering
  const there = running(spec).find((workload) => workload.kind === 'compact' && flagValue(workload.args, 'selector.relabel-config') === undefined && flagValue(workload.args, 'selector.relabel-config-file') === undefined)
  if (there !== undefined) {
    gathering.refused.push(text(`${there.name} compacts this bucket already. Two compactors on the same blocks leave overlaps, on which both halt.`, `${there.name}이(가) 이미 이 버킷을 컴팩션합니다. 둘이 같은 블록을 작업하면 겹치는 블록이 생겨 둘 다 멈춥니다.`))
    return
  }
  const { load } = request
  const sizing = compactSizing(load, request.size)
  const name = nameOf(gathering, 'compact', 'thanos-compact')
  add(gathering, 'compact', {
    name, object: 'StatefulSet', sizing, ports: ['http'], graceSeconds: 120, startSeconds: 600,
    args: [
      'compact', '--wait', '--data-dir=/var/thanos/compact', `--retention.resolution-raw=${load.rawDays}d`, `--retention.resolution-5m=${load.fiveDays}d`,
      `--retention.resolution-1h=${load.hourDays}d`, ...Object.entries(sizing.flags).map(([flag, value]) => `--${flag}=${value}`), ...bucketArgs(gathering), ...memoryArgs(gathering, 'compact'),
    ],
    mounts: [{ name: 'data', path: '/var/thanos/compact', from: 'claim' }, ...bucketMounts(gathering)],
  })
  service(gathering, { name, to: name, ports: ['http'], headless: true })
}

/** The flag that names the object storage file. */
export function bucketArgs({ around }: Gathering): string[] {
  return [`--objstore.config-file=${BUCKET_DIRECTORY}/${around.bucket.key}`]
}

/** Mounted as a directory, so that a changed Secret reaches the pod. */
export function bucketMounts({ around }: Gathering): Mount[] {
  const { kind, name } = around.bucket
  return [{ name: 'objstore', path: BUCKET_DIRECTORY, from: kind === 'Secret' ? { secret: name } : { config: name } }]
}

/** Lets Go collect garbage in time, where the release can. */
export function memoryArgs(gathering: Gathering, kind: Parameters<typeof has>[1]): string[] {
  return has(gathering, kind, 'enable-auto-gomemlimit') ? ['--enable-auto-gomemlimit'] : []
}

/** The name that was asked for when only this part was, else the usual one with the first free number. */
export function nameOf({ request, spec }: Gathering, part: typeof request.parts[number], usual: string): string {
  return freeName(spec, request.parts.length === 1 && request.parts[0] === part ? request.name ?? usual : usual)
}

/** Adds a workload and its size; gives its objectId. */
export function add(gathering: Gathering, part: Gathering['sizings'][number]['part'], plan: WorkloadPlan): string {
  const id = idIn(gathering, plan.object, plan.name)
  const { replicas, limits, disk } = plan.sizing
  const size = [`${replicas} × ${limits.memory}`, ...(disk === undefined || !plan.mounts.some(({ from }) => from === 'claim') ? [] : [disk])].join(', ')
  gathering.change(id, text(`${plan.object} ${plan.name}: ${size}`, `${plan.object} ${plan.name}: ${size}`), { op: 'object.add', manifest: workloadManifest(gathering.around, plan) })
  gathering.sizings.push({ part, name: plan.name, sizing: plan.sizing })
  return id
}

/** Adds a Service. */
export function service(gathering: Gathering, asked: Parameters<typeof serviceManifest>[1]): void {
  const edit: Edit = { op: 'object.add', manifest: serviceManifest(gathering.around, asked) }
  const what = asked.headless === true ? text(`Headless Service ${asked.name}`, `Headless Service ${asked.name}`) : text(`Service ${asked.name}`, `Service ${asked.name}`)
  gathering.change(idIn(gathering, 'Service', asked.name), what, edit)
}

/** Adds a disruption budget where there is more than one pod. */
export function budget(gathering: Gathering, name: string, { replicas }: Pick<Sizing, 'replicas'>): void {
  if (replicas < 2) return
  gathering.change(idIn(gathering, 'PodDisruptionBudget', name), text(`Only one pod of ${name} may be taken away at a time`, `${name}의 파드는 한 번에 하나만 내릴 수 있음`), { op: 'object.add', manifest: budgetManifest(gathering.around, name) })
}

/** The objectId that an object of this installation has. */
export function idIn({ around }: Gathering, object: string, name: string): string {
  return around.namespace === undefined ? `${object}/${name}` : `${object}/${around.namespace}/${name}`
}

/** What follows a Service's name so that other namespaces find it. */
export function domain({ around }: Gathering): string {
  return around.namespace === undefined ? '' : `.${around.namespace}.svc.cluster.local`
}

/** The load with the number of copies that the installation makes already. */
function loadHere({ request, spec }: Gathering): Load {
  const [reader] = receiversOf(spec).ringReaders
  return reader === undefined ? request.load : { ...request.load, copies: replicationFactor(reader) }
}

function slug(tenant: string): string {
  const short = tenant.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 20).replace(/-+$/, '')
  return short === '' ? 'tenants' : short
}
