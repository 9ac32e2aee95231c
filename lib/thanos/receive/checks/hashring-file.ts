// Hashring files that Thanos refuses, hangs on, or silently reads otherwise than meant.
import { text, type Text } from '../../../text.ts'
import { report, type Check } from '../../check.ts'
import type { Finding, Severity } from '../../finding.ts'
import { algorithmOf, hangs, replicationFactor, type Hashring } from '../../hashring.ts'
import type { Workload } from '../../spec.ts'
import { ringFiles } from '../ring-files.ts'
import { takesTenant } from '../tenant-glob.ts'

/** A ring that parses and then cannot be built ends every receiver that reads it, at start and at reload. Source: pkg/receive/hashring.go. */
export const hashringFile: Check = ({ spec }) => ringFiles(spec).flatMap((file) => {
  const { parsed } = file
  const where = { object: file.object, path: file.path, source: 'https://thanos.io/tip/components/receive.md' }
  if ('fault' in parsed) {
    return [report(where, 'hashring/unreadable', 'error', text(`The hashring file is refused: ${parsed.fault.en}.`, `hashring 파일이 거부됩니다: ${parsed.fault.ko}.`),
      text('Receivers do not start with it; at a reload they keep the old ring and count an error.', '수신기가 이 파일로 시작하지 않으며, 다시 읽을 때는 이전 링을 유지하고 오류를 집계합니다.'))]
  }
  return parsed.rings.flatMap((ring, index) => judgeRing(ring, index, parsed.rings, file.workload).map((problem) => ({ ...where, about: nameOf(ring, index), ...problem })))
})

type Problem = Pick<Finding, 'code' | 'severity' | 'message' | 'reason'>

function nameOf(ring: Hashring, index: number): string {
  return ring.hashring ?? `#${index + 1}`
}

function judgeRing(ring: Hashring, index: number, rings: readonly Hashring[], workload: Workload | undefined): Problem[] {
  const name = nameOf(ring, index)
  const addresses = ring.endpoints.map(({ address }) => address)
  const problems: Problem[] = []
  const add = (code: string, severity: Severity, message: Text, reason: Text): void => { problems.push({ code, severity, message, reason }) }
  if (ring.algorithm !== undefined && !['', 'hashmod', 'ketama'].includes(ring.algorithm)) {
    add('hashring/unknown-algorithm', 'error', text(`Ring ${name}: "${ring.algorithm}" is no algorithm. Write ketama or hashmod.`, `링 ${name}: "${ring.algorithm}"은(는) 알고리즘이 아닙니다. ketama 또는 hashmod로 쓰세요.`),
      text('Thanos takes hashmod for it and says nothing, not even in its log.', 'Thanos가 아무 말 없이 hashmod로 처리하며 로그에도 남기지 않습니다.'))
  }
  if (ring.tenant_matcher_type !== undefined && !['', 'exact', 'glob'].includes(ring.tenant_matcher_type)) {
    add('hashring/unknown-matcher', 'error', text(`Ring ${name}: "${ring.tenant_matcher_type}" is no tenant matcher. Write exact or glob.`, `링 ${name}: "${ring.tenant_matcher_type}"은(는) 테넌트 매처가 아닙니다. exact 또는 glob으로 쓰세요.`),
      text('No tenant ever matches the ring, and their writes fail with 500.', '어떤 테넌트도 링에 맞지 않아 쓰기가 500으로 실패합니다.'))
  }
  if (addresses.length === 0 || addresses.includes('')) {
    add('hashring/empty', 'error', text(`Ring ${name} has ${addresses.length === 0 ? 'no endpoints' : 'an endpoint without an address'}.`, `링 ${name}에 ${addresses.length === 0 ? '엔드포인트가 없습니다' : '주소가 없는 엔드포인트가 있습니다'}.`),
      text('Writes for its tenants fail.', '이 링의 테넌트 쓰기가 실패합니다.'))
  }
  const twice = addresses.find((address, at) => addresses.indexOf(address) !== at)
  if (twice !== undefined) {
    add('hashring/duplicate-endpoint', 'error', text(`Ring ${name} names ${twice} twice.`, `링 ${name}에 ${twice}이(가) 두 번 있습니다.`),
      text('Thanos accepts it, and two replicas of a series may land on the same pod.', 'Thanos가 받아들이며 한 시리즈의 레플리카 두 개가 같은 파드에 놓일 수 있습니다.'))
  }
  if (index < rings.length - 1 && (ring.tenants ?? []).length === 0) {
    add('hashring/shadowed', 'error', text(`Ring ${name} has no tenants, so it takes every write, and the rings after it get none. Move it to the end.`, `링 ${name}에 tenants가 없어 모든 쓰기를 받고 뒤의 링은 받지 못합니다. 마지막으로 옮기세요.`),
      text('Rings are tried in order, and the first that matches wins.', '링은 순서대로 시도하며 처음 맞는 링이 선택됩니다.'))
  }
  const behind = (ring.tenants ?? []).find((tenant) => rings.slice(0, index).some((earlier) => (earlier.tenants ?? []).length > 0 && isTaken(earlier, ring, tenant)))
  if (behind !== undefined) {
    add('hashring/tenant-taken', 'error', text(`Ring ${name} never gets the tenant ${behind}: a ring before it takes it.`, `링 ${name}은(는) 테넌트 ${behind}을(를) 받지 못합니다. 앞의 링이 먼저 받습니다.`),
      text('Rings are tried in order, and the first that matches wins.', '링은 순서대로 시도하며 처음 맞는 링이 선택됩니다.'))
  }
  if (index > 0 && (ring.tenants ?? []).length === 0 && rings.slice(0, index).some((earlier) => earlier.tenant_matcher_type === 'glob' && earlier.tenants?.includes('*'))) {
    add('hashring/shadowed', 'error', text(`Ring ${name} gets no writes: a ring before it takes every tenant with "*".`, `링 ${name}은(는) 쓰기를 받지 못합니다. 앞의 링이 "*"로 모든 테넌트를 받습니다.`),
      text('Rings are tried in order, and the first that matches wins.', '링은 순서대로 시도하며 처음 맞는 링이 선택됩니다.'))
  }
  const zoned = ring.endpoints.filter((endpoint) => 'az' in endpoint && endpoint.az).length
  if (zoned > 0 && zoned < ring.endpoints.length) {
    add('hashring/zones-mixed', 'warning', text(`Ring ${name} names a zone (az) for ${zoned} of ${ring.endpoints.length} endpoints.`, `링 ${name}의 엔드포인트 ${ring.endpoints.length}개 중 ${zoned}개에만 az가 있습니다.`),
      text('Those without one count as a zone of their own, wherever they run: copies that are to lie in two zones may lie in one, and that zone takes more than its share.', 'az가 없는 엔드포인트는 실제 위치와 관계없이 별도의 존 하나로 취급됩니다. 두 존에 있어야 할 사본이 한 존에 놓일 수 있고 그 존이 더 많은 몫을 받습니다.'))
  }
  return workload ? [...problems, ...judgeWith(ring, name, workload)] : problems
}

/** Whether an earlier ring takes a tenant, or the very pattern, of a later one. */
function isTaken(earlier: Hashring, later: Hashring, tenant: string): boolean {
  if (later.tenant_matcher_type !== 'glob' || !/[*?[\\]/.test(tenant)) return takesTenant(earlier, tenant)
  return earlier.tenant_matcher_type === 'glob' && (earlier.tenants ?? []).some((pattern) => pattern === tenant || pattern === '*')
}

function judgeWith(ring: Hashring, name: string, workload: Workload): Problem[] {
  const algorithm = algorithmOf(ring, workload)
  const hasZones = ring.endpoints.some((endpoint) => 'az' in endpoint && endpoint.az)
  if (algorithm === 'hashmod' && hasZones) {
    return [{
      code: 'hashring/zones-with-hashmod', severity: 'error',
      message: text(`Ring ${name} names zones (az), which hashmod refuses. Use ketama.`, `링 ${name}에 az가 있는데 hashmod는 이를 거부합니다. ketama를 사용하세요.`),
      reason: text('The ring cannot be built, and every receiver that reads it exits.', '링을 만들 수 없어 이 파일을 읽는 모든 수신기가 종료됩니다.'),
    }]
  }
  const factor = replicationFactor(workload)
  if (algorithm === 'ketama' && hangs(ring.endpoints, factor)) {
    return [{
      code: 'hashring/hangs', severity: 'error',
      message: text(`Ring ${name}: its zones are too uneven for replication factor ${factor}.`, `링 ${name}: 존의 크기가 복제 계수 ${factor}에 비해 너무 고르지 않습니다.`),
      reason: text('Building the ring never ends: the receiver hangs with a busy CPU at start or at the reload. Even out the zones or lower the factor.', '링 생성이 끝나지 않습니다. 수신기가 시작하거나 다시 읽을 때 CPU를 쓰며 멈춥니다. 존을 고르게 하거나 계수를 낮추세요.'),
    }]
  }
  return []
}
