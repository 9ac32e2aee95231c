// The limits file of receivers, which is read strictly, and the tenant names that receive takes.
import { parse } from 'yaml'
import { isJsonObject, type JsonObject } from '../../../manifest/types.ts'
import { text, type Text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { atFlag, isFragment, report, workloadsOf, type Check } from '../../check.ts'
import { aNumber, aScalar, fields, mapOf, such } from '../../document-shape.ts'
import { fileAt } from '../../files.ts'
import type { Finding } from '../../finding.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://github.com/thanos-io/thanos/blob/main/pkg/receive/limiter_config.go'
const REQUEST = ['size_bytes_limit', 'series_limit', 'samples_limit']
const LIMITS = ['request', 'head_series_limit']
const GLOBAL = ['max_concurrency', 'meta_monitoring_url', 'meta_monitoring_http_client', 'meta_monitoring_limit_query']

const A_REQUEST = fields({ isOpen: true, optional: { size_bytes_limit: aNumber, series_limit: aNumber, samples_limit: aNumber } })
const A_LIMIT = fields({ isOpen: true, optional: { request: A_REQUEST, head_series_limit: such(aNumber, (written) => Number(written) >= 0, text('not a number from 0 on', '0 이상의 숫자가 아닙니다')) } })
const LIMITS_FILE = fields({
  isOpen: true,
  optional: {
    write: fields({
      isOpen: true,
      optional: {
        global: fields({ isOpen: true, optional: { max_concurrency: aNumber, meta_monitoring_url: aScalar, meta_monitoring_http_client: fields({ isOpen: true }), meta_monitoring_limit_query: aScalar } }),
        default: A_LIMIT,
        tenants: mapOf((value, at) => (value === null ? undefined : A_LIMIT(value, at))),
      },
    }),
  },
})

export const limits: Check = ({ spec }) => workloadsOf(spec, 'receive').flatMap((workload) => [...ofFile(spec, workload), ...tenantNames(workload)])

function ofFile(spec: StackSpec, workload: Workload): Finding[] {
  const inline = flagValue(workload.args, 'receive.limits-config')
  if (inline !== undefined && !inline.includes('$(')) return judge(inline).map(({ code, severity, message, reason }) => report(atFlag(workload, 'receive.limits-config', SOURCE), code, severity, message, reason))
  const path = flagValue(workload.args, 'receive.limits-config-file')
  const found = path === undefined || isFragment(workload) ? undefined : fileAt(spec, workload, path)
  if (found?.status !== 'file' || found.text === undefined) return []
  const where = { object: specObjectId(found.object), path: `files.${found.key}`, source: SOURCE }
  return judge(found.text).map(({ code, severity, message, reason }) => report(where, code, severity, message, reason))
}

type Problem = Pick<Finding, 'code' | 'severity' | 'message' | 'reason'>

function judge(content: string): Problem[] {
  const fault = faultOf(content)
  if ('fault' in fault) {
    return [{
      code: 'receive/limits-refused', severity: 'error',
      message: text(`The limits are refused: ${fault.fault.en}.`, `제한 설정이 거부됩니다: ${fault.fault.ko}.`),
      reason: text('The file is read strictly: at start receive exits; at a reload the old limits stay.', '파일을 엄격하게 읽습니다. 시작할 때는 receive가 종료되고 다시 읽을 때는 이전 제한이 유지됩니다.'),
    }]
  }
  if (!fault.hasHeadLimit || fault.hasMonitoring) return []
  return [{
    code: 'receive/head-limit-unmeasured', severity: 'warning',
    message: text('head_series_limit is set, and global.meta_monitoring_url is not.', 'head_series_limit은 있지만 global.meta_monitoring_url이 없습니다.'),
    reason: text('Receivers know the series of a tenant only by asking a Prometheus that scrapes them all. Without its address the limit is never held.', '수신기는 모두를 스크레이프하는 Prometheus에 물어야 테넌트의 시리즈 수를 알 수 있습니다. 주소가 없으면 제한이 적용되지 않습니다.'),
  }]
}

function faultOf(content: string): { fault: Text } | { hasHeadLimit: boolean; hasMonitoring: boolean } {
  let document: unknown
  try {
    document = parse(content, { logLevel: 'error' })
  } catch {
    return { fault: text('not YAML', 'YAML이 아닙니다') }
  }
  if (document === null) return { hasHeadLimit: false, hasMonitoring: false }
  if (!isJsonObject(document)) return { fault: text('not a map', '맵이 아닙니다') }
  const write = childOf(document, 'write')
  const global = childOf(write, 'global')
  const usual = childOf(write, 'default')
  const tenants = childOf(write, 'tenants')
  const each = Object.entries(tenants).map(([name, limit]): [string, JsonObject] => [`write.tenants.${name}`, isJsonObject(limit) ? limit : {}])
  const unknown = [
    ...strangers(document, '', ['write']), ...strangers(write, 'write', ['global', 'default', 'tenants']), ...strangers(global, 'write.global', GLOBAL),
    ...[['write.default', usual] as [string, JsonObject], ...each].flatMap(([path, limit]) => [...strangers(limit, path, LIMITS), ...strangers(childOf(limit, 'request'), `${path}.request`, REQUEST)]),
  ]
  if (unknown[0] !== undefined) return { fault: text(`unknown key ${unknown[0]}`, `알 수 없는 키 ${unknown[0]}이(가) 있습니다`) }
  const misfit = LIMITS_FILE(document, '')
  if (misfit !== undefined) return { fault: misfit }
  const url = global.meta_monitoring_url
  if (url !== undefined && url !== '' && (typeof url !== 'string' || !/^[a-z]+:\/\/[^/]+/i.test(url))) return { fault: text('write.global.meta_monitoring_url needs a scheme and a host', 'write.global.meta_monitoring_url에는 scheme과 호스트가 필요합니다') }
  return { hasHeadLimit: [usual, ...each.map(([, limit]) => limit)].some((limit) => Number(limit.head_series_limit ?? 0) > 0), hasMonitoring: url !== undefined && url !== '' }
}

function childOf(parent: JsonObject, key: string): JsonObject {
  const value = parent[key]
  return isJsonObject(value) ? value : {}
}

function strangers(mapping: JsonObject, path: string, known: readonly string[]): string[] {
  return Object.keys(mapping).filter((key) => !known.includes(key)).map((key) => (path === '' ? key : `${path}.${key}`))
}

/** A tenant is a part of a path, and its label a label. Source: pkg/tenancy, cmd/thanos/receive.go. */
function tenantNames(workload: Workload): Finding[] {
  const tenant = flagValue(workload.args, 'receive.default-tenant-id')
  const label = flagValue(workload.args, 'receive.tenant-label-name')
  const source = 'https://github.com/thanos-io/thanos/blob/main/pkg/tenancy/tenancy.go'
  return [
    ...(tenant?.includes('/') ? [report(atFlag(workload, 'receive.default-tenant-id', source), 'receive/impossible-tenant', 'error',
      text(`The default tenant ${tenant} has a "/" in its name.`, `기본 테넌트 ${tenant}의 이름에 "/"가 있습니다.`),
      text('Receive refuses every write without a tenant header with 400.', '테넌트 헤더가 없는 쓰기를 receive가 모두 400으로 거부합니다.'))] : []),
    ...(label?.trim() === '' ? [report(atFlag(workload, 'receive.tenant-label-name', source), 'receive/no-tenant-label', 'error',
      text('--receive.tenant-label-name is empty.', '--receive.tenant-label-name이 비어 있습니다.'),
      text('receive exits at start: it is no label name.', '라벨 이름이 아니므로 receive가 시작하자마자 종료됩니다.'))] : []),
  ]
}
