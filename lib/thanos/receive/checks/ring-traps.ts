// What a hashring file may say and Thanos takes otherwise than meant, without a word: misspelt keys, tenants that nothing matches,
// shards that cannot be drawn.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { report, type Check, type Where } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { algorithmOf, replicationFactor, type Hashring } from '../../hashring.ts'
import type { Workload } from '../../spec.ts'
import { ringFiles } from '../ring-files.ts'
import { takesTenant, tenantGlob } from '../tenant-glob.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md#hashring-configuration'

const RING_KEYS = ['hashring', 'tenants', 'tenant_matcher_type', 'endpoints', 'algorithm', 'external_labels', 'shuffle_sharding_config']
const ENDPOINT_KEYS = ['address', 'capnproto_address', 'az']
const OVERRIDE_KEYS = ['shard_size', 'tenants', 'tenant_matcher_type']
const SHUFFLE_KEYS = ['shard_size', 'cache_size', 'zone_awareness_disabled', 'overrides']

/** The file is decoded without strictness, and rings are tried in order. Source: pkg/receive/config.go, pkg/receive/hashring.go. */
export const ringTraps: Check = ({ spec }) => ringFiles(spec).flatMap((file): Finding[] => {
  if ('fault' in file.parsed) return []
  const where = { object: file.object, path: file.path, source: SOURCE }
  return [
    ...file.parsed.rings.flatMap((ring, index) => {
      const there = { ...where, about: nameOf(ring, index) }
      return [...unknownKeys(there, ring, index), ...uselessParts(there, ring, index), ...tenants(there, ring, index), ...shards(there, ring, index, file.workload)]
    }),
    ...defaultTenant(where, file.parsed.rings, file.workload),
  ]
})

function nameOf(ring: Hashring, index: number): string {
  return ring.hashring ?? `#${index + 1}`
}

function unknownKeys(where: Where, ring: Hashring, index: number): Finding[] {
  const unknown = [
    ...Object.keys(ring).filter((key) => !RING_KEYS.includes(key)),
    ...Object.keys(ring.shuffle_sharding_config ?? {}).filter((key) => !SHUFFLE_KEYS.includes(key)).map((key) => `shuffle_sharding_config.${key}`),
    ...new Set(ring.endpoints.flatMap((endpoint) => Object.keys(endpoint).filter((key) => !ENDPOINT_KEYS.includes(key)).map((key) => `endpoints.${key}`))),
    ...new Set((ring.shuffle_sharding_config?.overrides ?? []).flatMap((override) => Object.keys(override).filter((key) => !OVERRIDE_KEYS.includes(key)).map((key) => `shuffle_sharding_config.overrides.${key}`))),
  ]
  if (unknown.length === 0) return []
  return [report(where, 'hashring/unknown-key', 'warning',
    text(`Ring ${nameOf(ring, index)} has ${unknown.join(', ')}, which Thanos does not know.`, `링 ${nameOf(ring, index)}에 Thanos가 모르는 ${unknown.join(', ')}이(가) 있습니다.`),
    text('Unknown keys are ignored without a word: what was meant does not happen. Mind the spelling.', '모르는 키는 아무 말 없이 무시되어 의도한 설정이 적용되지 않습니다. 철자를 확인하세요.'))]
}

function uselessParts(where: Where, ring: Hashring, index: number): Finding[] {
  const findings: Finding[] = []
  const name = nameOf(ring, index)
  if (Object.keys(ring.external_labels ?? {}).length > 0 && (ring.tenants ?? []).length === 0) {
    findings.push(report(where, 'hashring/labels-without-tenants', 'warning',
      text(`Ring ${name} has external_labels and no tenants.`, `링 ${name}에 external_labels는 있지만 tenants가 없습니다.`),
      text('The labels are added to the tenants that the ring lists, so they reach nobody. List the tenants.', '라벨은 링에 적힌 테넌트에만 추가되므로 아무 데도 붙지 않습니다. 테넌트를 적으세요.')))
  }
  const overrides = ring.shuffle_sharding_config?.overrides ?? []
  if (overrides.some((override) => !['exact', 'glob'].includes(override.tenant_matcher_type ?? ''))) {
    findings.push(report(where, 'hashring/override-ignored', 'error',
      text(`Ring ${name}: a shuffle sharding override has no tenant_matcher_type. Write exact or glob.`, `링 ${name}: 셔플 샤딩 override에 tenant_matcher_type이 없습니다. exact 또는 glob으로 쓰세요.`),
      text('Unlike in a ring, nothing is taken for exact here: the override is never applied, and its tenants get the usual shard size.', '링과 달리 여기서는 기본값이 exact가 아니어서 override가 적용되지 않고 해당 테넌트에 기본 샤드 크기가 쓰입니다.')))
  }
  return findings
}

function tenants(where: Where, ring: Hashring, index: number): Finding[] {
  const impossible = (ring.tenants ?? []).filter((tenant) => tenant.includes('/'))
  if (impossible.length === 0) return patterns(where, ring, index)
  return [report(where, 'hashring/impossible-tenant', 'error',
    text(`Ring ${nameOf(ring, index)} lists the tenant ${impossible.join(', ')}: a tenant has no "/" in its name.`, `링 ${nameOf(ring, index)}의 테넌트 ${impossible.join(', ')}: 테넌트 이름에는 "/"를 쓸 수 없습니다.`),
    text('Receive refuses writes of such a tenant with 400, so the ring never takes a write for it.', 'receive가 이런 테넌트의 쓰기를 400으로 거부하므로 링이 쓰기를 받지 못합니다.'))]
}

/** A write without a tenant header belongs to the default tenant; no ring for it means 500. */
function defaultTenant(where: Where, rings: readonly Hashring[], workload: Workload | undefined): Finding[] {
  const tenant = (workload && flagValue(workload.args, 'receive.default-tenant-id')) ?? 'default-tenant'
  if (rings.some((ring) => takesTenant(ring, tenant))) return []
  return [report(where, 'hashring/no-default-ring', 'warning',
    text(`No ring takes the default tenant, ${tenant}. End the list with a ring without tenants.`, `기본 테넌트 ${tenant}을(를) 받는 링이 없습니다. 마지막에 tenants가 없는 링을 두세요.`),
    text('Writes of a tenant that no ring matches fail with 500: "no matching hashring to handle tenant". A write without a tenant header is one of the default tenant.', '어떤 링에도 맞지 않는 테넌트의 쓰기는 "no matching hashring to handle tenant"와 함께 500으로 실패합니다. 테넌트 헤더가 없는 쓰기는 기본 테넌트의 것입니다.'))]
}

/** A pattern is one only where the matcher is glob, and Go must be able to read it. */
function patterns(where: Where, ring: Hashring, index: number): Finding[] {
  const lists = [{ of: '', tenants: ring.tenants ?? [], matcher: ring.tenant_matcher_type ?? '' },
    ...(ring.shuffle_sharding_config?.overrides ?? []).map((override) => ({ of: 'shuffle_sharding_config ', tenants: override.tenants ?? [], matcher: override.tenant_matcher_type ?? '' }))]
  return lists.flatMap(({ of, tenants: listed, matcher }): Finding[] => {
    const name = `${of}${nameOf(ring, index)}`
    const bad = matcher === 'glob' ? listed.filter((written) => tenantGlob(written) === undefined) : []
    if (bad.length > 0) {
      return [report(where, 'hashring/bad-glob', 'error',
        text(`Ring ${name}: ${bad.join(', ')} is no pattern that Thanos can read.`, `링 ${name}: ${bad.join(', ')}은(는) Thanos가 읽을 수 있는 패턴이 아닙니다.`),
        of === ''
          ? text('Nothing is said at start: writes that come to the pattern fail with "syntax error in pattern".', '시작할 때는 아무 말이 없고 이 패턴에 이른 쓰기가 "syntax error in pattern"으로 실패합니다.')
          : text('Nothing is said: the override is never applied by this pattern, and its tenants get the usual shard size.', '아무 말 없이 이 패턴으로는 override가 적용되지 않고 해당 테넌트에 기본 샤드 크기가 쓰입니다.'))]
    }
    const meant = matcher === '' || matcher === 'exact' ? listed.filter((written) => /[*?]/.test(written)) : []
    if (meant.length === 0) return []
    return [report(where, 'hashring/glob-without-matcher', 'warning',
      text(`Ring ${name} lists ${meant.join(', ')} without tenant_matcher_type: glob.`, `링 ${name}의 ${meant.join(', ')}에 tenant_matcher_type: glob이 없습니다.`),
      text('Thanos takes it for the very name of a tenant, so the tenants that were meant go to another ring or fail with 500.', 'Thanos가 글자 그대로의 테넌트 이름으로 읽어 의도한 테넌트가 다른 링으로 가거나 500으로 실패합니다.'))]
  })
}

/** Each zone gives ceil(size / zones) pods of a shard, or all zones together `size`. Source: pkg/receive/hashring.go, shuffle sharding. */
function shards(where: Where, ring: Hashring, index: number, workload: Workload | undefined): Finding[] {
  const config = ring.shuffle_sharding_config
  const sizes = [config?.shard_size ?? 0, ...(config?.overrides ?? []).map((override) => override.shard_size ?? 0)].filter((size) => size > 0)
  if (!config || sizes.length === 0) return []
  const name = nameOf(ring, index)
  const largest = Math.max(...sizes)
  const smallest = Math.min(...sizes)
  if (workload && algorithmOf(ring, workload) === 'hashmod') {
    return [report(where, 'hashring/shards-with-hashmod', 'error',
      text(`Ring ${name} uses shuffle sharding, which hashmod refuses. Use ketama.`, `링 ${name}은(는) 셔플 샤딩을 쓰는데 hashmod는 이를 거부합니다. ketama를 사용하세요.`),
      text('The ring cannot be built, and every receiver that reads it exits.', '링을 만들 수 없어 이 파일을 읽는 모든 수신기가 종료됩니다.'))]
  }
  if (largest > ring.endpoints.length) {
    return [report(where, 'hashring/shard-above-ring', 'error',
      text(`Ring ${name}: a shard of ${largest} does not fit into ${ring.endpoints.length} endpoints.`, `링 ${name}: 엔드포인트 ${ring.endpoints.length}개에 크기 ${largest}의 샤드를 둘 수 없습니다.`),
      text('The ring cannot be built, and every receiver that reads it exits, at start or within minutes of the change.', '링을 만들 수 없어 이 파일을 읽는 모든 수신기가 시작할 때 또는 변경 후 몇 분 안에 종료됩니다.'))]
  }
  const zones = Map.groupBy(ring.endpoints, (endpoint) => ('az' in endpoint ? endpoint.az : undefined) ?? '')
  const perZone = Math.ceil(largest / zones.size)
  const small = [...zones].find(([, members]) => members.length < perZone)
  if (config.zone_awareness_disabled !== true && small) {
    return [report(where, 'hashring/shard-above-zone', 'error',
      text(`Ring ${name}: a shard of ${largest} takes ${perZone} pods of every zone, and zone ${small[0]} has ${small[1].length}.`, `링 ${name}: 크기 ${largest}의 샤드는 존마다 파드 ${perZone}개가 필요한데 존 ${small[0]}에는 ${small[1].length}개가 있습니다.`),
      text('Nothing is said at start; every write of a tenant that is sharded fails.', '시작할 때는 아무 말이 없고 샤딩되는 테넌트의 쓰기가 모두 실패합니다.'))]
  }
  const factor = workload ? replicationFactor(workload) : 1
  if (smallest >= factor) return []
  return [report(where, 'hashring/shard-below-factor', 'error',
    text(`Ring ${name}: a shard of ${smallest} is smaller than the replication factor ${factor}.`, `링 ${name}: 샤드 크기 ${smallest}이(가) 복제 계수 ${factor}보다 작습니다.`),
    text('Nothing is said at start; every write of a tenant with that shard fails.', '시작할 때는 아무 말이 없고 그 샤드를 쓰는 테넌트의 쓰기가 모두 실패합니다.'))]
}
