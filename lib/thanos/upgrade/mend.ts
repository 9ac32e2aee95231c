// What must be done with one flag of one workload so that a release takes it: rename, drop, move into a file, or leave it to a person.
import { parse } from 'yaml'
import { isJsonObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { applyEdits } from '../apply-edits.ts'
import { flagName, flagValue, flagValues } from '../read-args.ts'
import { deprecations, flagOf, isKnown } from '../catalogue.ts'
import type { Edit } from '../edit.ts'
import { running } from '../presets/surroundings.ts'
import { endpointFileOf, joinEndpoint } from '../query/endpoint-file.ts'
import { ENDPOINT_FLAGS, endpointsOf } from '../query/endpoints.ts'
import { isFilledIn, migrateEndpoints } from '../query/migrate-endpoints.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'

export type MendReason = 'removed' | 'deprecated' | 'no-op' | 'unknown' | 'default'

/** What is done with a flag. Without edits it is left to a person, and `what` says why. `blocks` says that the release does not start with it. */
export type Mend = { readonly flag: string; readonly reason: MendReason; readonly what: Text; readonly edits: readonly Edit[]; readonly blocks: boolean }

/** Flags by which a querier was told of single APIs; since v0.38 an endpoint is asked for everything that it serves. */
const OTHER_APIS: readonly string[] = ['rule', 'target', 'metadata', 'exemplar']
/** Flags that do nothing, with the first release in which that is so. */
const NO_OPS: Readonly<Record<string, string>> = { 'tsdb.allow-overlapping-blocks': '0.31', 'tsdb.enable-native-histograms': '0.41' }
/** Values of --enable-feature that do nothing. */
const NO_OP_FEATURES: readonly string[] = ['query-pushdown', 'promql-at-modifier', 'promql-negative-offset']

/**
 * Everything that must change about a workload's flags so that `release` starts with it as it did before. On the way back only what
 * that release does not know is changed: what was deprecated later is as good as ever there.
 */
export function mendsFor(spec: StackSpec, workload: Workload, release: string, direction: 'up' | 'down'): Mend[] {
  const names = [...new Set(workload.args.flatMap((arg) => flagName(arg) ?? []))]
  // Addresses of single APIs become endpoints, which may then move on.
  const ordered = names.toSorted((a, b) => Number(OTHER_APIS.includes(b)) - Number(OTHER_APIS.includes(a)))
  return ordered.flatMap((flag) => mendOf(spec, workload, flag, release, direction) ?? [])
}

function mendOf(spec: StackSpec, workload: Workload, flag: string, release: string, direction: 'up' | 'down'): Mend | undefined {
  if (!isKnown(workload.kind, flag, release)) return unknown(spec, workload, flag, release)
  if (direction === 'down') return undefined
  if (flag === 'enable-feature' && workload.kind === 'query') return features(workload)
  const since = NO_OPS[flag]
  const { deprecatedSince, replacedBy } = deprecations(workload.kind, flag, release)
  if (since !== undefined && isAtLeastMinor(release, since)) return noOp(workload, flag, release)
  // What takes its place may come later than the deprecation.
  if (deprecatedSince === undefined || (replacedBy !== undefined && !isKnown(workload.kind, replacedBy, release))) return undefined
  return replaced(workload, flag, 'deprecated', replacedBy, release)
}

function unknown(spec: StackSpec, workload: Workload, flag: string, release: string): Mend {
  const known = flagOf(workload.kind, flag)
  if (known === undefined) {
    return { flag, reason: 'unknown', edits: [], blocks: true, what: text(`No release of thanos ${workload.kind} that is known here has --${flag}. Decide whether it is a slip of the keyboard.`, `알려진 어느 thanos ${workload.kind} 버전에도 --${flag}이(가) 없습니다. 오타인지 확인하세요.`) }
  }
  if (known.removed !== undefined && isAtLeastMinor(release, known.removed)) return removed(spec, workload, flag, release)
  return notYet(spec, workload, flag, release)
}

function removed(spec: StackSpec, workload: Workload, flag: string, release: string): Mend {
  const object = specObjectId(workload)
  const { replacedBy } = deprecations(workload.kind, flag, release)
  if (workload.kind === 'query' && OTHER_APIS.includes(flag)) {
    const asked = new Set(endpointsOf(spec, workload).endpoints.map(({ address }) => address.text))
    const missing = flagValues(workload.args, flag).filter((address) => !asked.has(address))
    if (missing.some(isFilledIn) && endpointFileOf(spec, workload) !== undefined) {
      return { flag, reason: 'removed', blocks: true, edits: [], what: text(`--${flag} is gone, and an address of it holds a variable, which nothing fills in in the endpoints file: write it there by hand.`, `--${flag}이(가) 없어졌습니다. 주소에 변수가 있는데 엔드포인트 파일에서는 치환되지 않으므로 직접 옮겨 쓰세요.`) }
    }
    return {
      flag, reason: 'removed', blocks: true,
      what: text(`--${flag} is gone: ${missing.length === 0 ? 'its addresses are endpoints already' : `${missing.join(', ')} become endpoints`}.`, `--${flag}이(가) 없어졌습니다. ${missing.length === 0 ? '그 주소는 이미 엔드포인트입니다' : `${missing.join(', ')}을(를) 엔드포인트로 옮깁니다`}.`),
      edits: [...joinAll(spec, workload, missing, release), { op: 'flag.set', object, flag, values: [] }],
    }
  }
  if (flag === 'log.request.decision') {
    const value = flagValue(workload.args, flag) ?? ''
    const isQuiet = value === '' || value === 'NoLogCall'
    return {
      flag, reason: 'removed', blocks: true, edits: [{ op: 'flag.set', object, flag, values: [] }],
      what: isQuiet
        ? text('--log.request.decision is gone; no request was logged, as without it.', '--log.request.decision이 없어졌습니다. 없을 때처럼 요청을 기록하지 않았습니다.')
        : text(`--log.request.decision=${value} is gone, and requests are no longer logged. To log them write --request.logging-config with ${value === 'LogFinishCall' ? 'log_end: true' : 'log_start and log_end: true'}.`, `--log.request.decision=${value}이(가) 없어져 요청을 기록하지 않습니다. 기록하려면 --request.logging-config에 ${value === 'LogFinishCall' ? 'log_end: true' : 'log_start와 log_end: true'}를 쓰세요.`),
    }
  }
  const next = replaced(workload, flag, 'removed', replacedBy, release)
  if (next.edits.length > 0 || replacedBy !== undefined) return next
  return { flag, reason: 'removed', blocks: true, edits: [{ op: 'flag.set', object, flag, values: [] }], what: text(`--${flag} is gone without a successor, and is taken away.`, `--${flag}이(가) 대체 없이 없어져 삭제합니다.`) }
}

function joinAll(spec: StackSpec, query: Workload, addresses: readonly string[], release: string): Edit[] {
  return addresses.reduce<Edit[]>((edits, address) => {
    const now = applyEdits(spec, edits)
    const current = running(now).find((workload) => specObjectId(workload) === specObjectId(query)) ?? query
    return [...edits, ...joinEndpoint(now, current, { address, isGroup: false }, release)]
  }, [])
}

function replaced(workload: Workload, flag: string, reason: 'removed' | 'deprecated', replacedBy: string | undefined, release: string): Mend {
  const object = specObjectId(workload)
  const blocks = reason === 'removed'
  const state = blocks ? text('is gone', '없어졌습니다') : text('is deprecated', '더 이상 권장되지 않습니다')
  const leave = (why: Text): Mend => ({ flag, reason, blocks, edits: [], what: text(`--${flag} ${state.en}. ${why.en}`, `--${flag}이(가) ${state.ko}. ${why.ko}`) })
  if (replacedBy === undefined) return leave(text('It still works.', '아직 동작합니다.'))
  if ((ENDPOINT_FLAGS as readonly string[]).includes(flag)) {
    const fix = migrateEndpoints(workload)
    if (fix !== undefined) return { flag, reason, blocks, edits: fix.edits, what: text(`--${flag} ${state.en}. ${fix.title.en}, which is read again while running.`, `--${flag}이(가) ${state.ko}. ${fix.title.ko}: 실행 중에 다시 읽습니다.`) }
    if (!blocks && ENDPOINT_FLAGS.some((name) => flagValues(workload.args, name).some(isFilledIn))) {
      return leave(text('It goes on working. An address holds a variable, which nothing fills in in a file: write the addresses into the endpoints file by hand.', '계속 동작합니다. 주소에 변수가 있는데 파일에서는 치환되지 않으므로 주소를 엔드포인트 파일에 직접 쓰세요.'))
    }
    if (!blocks) return leave(text('It goes on working beside the endpoints file; move it there by hand.', '엔드포인트 파일과 함께 계속 동작합니다. 직접 파일로 옮기세요.'))
    return rename(workload, flag, flag === 'store-strict' ? 'endpoint-strict' : 'endpoint', reason, state)
  }
  if (flag === 'store.sd-files') return leave(text('It goes on working. Its files are in the format of Prometheus, so their addresses must be written into the endpoints file by hand.', '계속 동작합니다. 파일이 Prometheus 형식이므로 주소를 엔드포인트 파일에 직접 옮겨야 합니다.'))
  if (flag === 'store.sd-interval' && flagValues(workload.args, 'store.sd-files').length > 0) return leave(text('It stays as long as --store.sd-files does.', '--store.sd-files가 있는 동안 남습니다.'))
  if (/^grpc-(client|compression)/.test(flag)) return leave(text('It still works. Write default_client_config into the endpoints file before it goes: which endpoints speak TLS is for you to say.', '아직 동작합니다. 없어지기 전에 엔드포인트 파일에 default_client_config를 쓰세요. 어느 엔드포인트가 TLS를 쓰는지는 직접 정해야 합니다.'))
  const successor = flagOf(workload.kind, replacedBy)
  const fits = successor?.type === flagOf(workload.kind, flag)?.type && isKnown(workload.kind, replacedBy, release) && (successor?.repeatable === true || flagValues(workload.args, flag).length < 2)
  if (!fits) return leave(text(`--${replacedBy} takes its place, and takes something else: write it by hand.`, `--${replacedBy}이(가) 대신하지만 값이 다르므로 직접 쓰세요.`))
  if (flagValues(workload.args, replacedBy).length > 0) return { flag, reason, blocks, edits: [{ op: 'flag.set', object, flag, values: [] }], what: text(`--${flag} ${state.en}; --${replacedBy} is set already.`, `--${flag}이(가) ${state.ko}. --${replacedBy}이(가) 이미 있습니다.`) }
  return rename(workload, flag, replacedBy, reason, state)
}

function rename(workload: Workload, flag: string, next: string, reason: 'removed' | 'deprecated', state: Text): Mend {
  const object = specObjectId(workload)
  return {
    flag, reason, blocks: reason === 'removed',
    what: text(`--${flag} ${state.en}: --${next} takes its values.`, `--${flag}이(가) ${state.ko}. 값을 --${next}(으)로 옮깁니다.`),
    edits: [...flagValues(workload.args, flag).map((value): Edit => ({ op: 'flag.add', object, flag: next, value })), { op: 'flag.set', object, flag, values: [] }],
  }
}

function noOp(workload: Workload, flag: string, release: string): Mend {
  return { flag, reason: 'no-op', blocks: false, edits: [{ op: 'flag.set', object: specObjectId(workload), flag, values: [] }], what: text(`--${flag} does nothing in ${release}, and is taken away.`, `--${flag}은(는) ${release}에서 효과가 없어 삭제합니다.`) }
}

function features(workload: Workload): Mend | undefined {
  const object = specObjectId(workload)
  const idle = flagValues(workload.args, 'enable-feature').filter((value) => NO_OP_FEATURES.includes(value))
  if (idle.length === 0) return undefined
  return {
    flag: 'enable-feature', reason: 'no-op', blocks: false, edits: idle.map((value) => ({ op: 'flag.drop', object, flag: 'enable-feature', value })),
    what: text(`--enable-feature=${idle.join(', ')} does nothing, and is taken away.`, `--enable-feature=${idle.join(', ')}은(는) 효과가 없어 삭제합니다.`),
  }
}

/** On the way back: a flag that the release does not have yet. */
function notYet(spec: StackSpec, workload: Workload, flag: string, release: string): Mend {
  const object = specObjectId(workload)
  const since = flagOf(workload.kind, flag)?.since ?? ''
  if (workload.kind === 'query' && (flag === 'endpoint.sd-config-file' || flag === 'endpoint.sd-config')) return endpointsBack(spec, workload, flag, release)
  if (workload.kind === 'query' && flag === 'endpoint.sd-config-reload-interval') {
    return { flag, reason: 'unknown', blocks: true, edits: [{ op: 'flag.set', object, flag, values: [] }], what: text(`--${flag} exists only since v${since}, and is taken away with the file.`, `--${flag}은(는) v${since}부터 있으므로 파일과 함께 삭제합니다.`) }
  }
  const fallback = text(`--${flag} exists only since v${since}. It is taken away, and what it did ends.`, `--${flag}은(는) v${since}부터 있습니다. 삭제하며 그 기능이 없어집니다.`)
  return { flag, reason: 'unknown', blocks: true, edits: [{ op: 'flag.set', object, flag, values: [] }], what: fallback }
}

function endpointsBack(spec: StackSpec, workload: Workload, flag: string, release: string): Mend {
  const object = specObjectId(workload)
  const content = flag === 'endpoint.sd-config' ? flagValue(workload.args, flag) : endpointFileOf(spec, workload)?.text
  const entries = content === undefined ? undefined : entriesOf(content)
  if (entries === undefined) return { flag, reason: 'unknown', blocks: true, edits: [], what: text(`${release} does not know --${flag}, and the file is not among these objects: write its endpoints as --endpoint by hand.`, `${release}은(는) --${flag}을(를) 모르고 파일이 이 오브젝트 중에 없습니다. 엔드포인트를 --endpoint로 직접 쓰세요.`) }
  const edits = entries.map(({ address, strict, group }): Edit => {
    const wanted = `endpoint${group ? '-group' : ''}${strict ? '-strict' : ''}`
    return { op: 'flag.add', object, flag: isKnown('query', wanted, release) ? wanted : 'endpoint', value: address }
  })
  return {
    flag, reason: 'unknown', blocks: true, edits: [...edits, { op: 'flag.set', object, flag, values: [] }],
    what: text(`${release} does not read endpoints from a file: ${entries.length} endpoints go back into flags, and a change of them needs a restart again.`, `${release}은(는) 파일에서 엔드포인트를 읽지 않으므로 ${entries.length}개를 플래그로 되돌립니다. 바꾸려면 다시 재시작이 필요합니다.`),
  }
}

function entriesOf(content: string): { address: string; strict: boolean; group: boolean }[] | undefined {
  let document: unknown
  try {
    document = parse(content, { logLevel: 'error' })
  } catch {
    return undefined
  }
  if (!isJsonObject(document)) return undefined
  const list = Array.isArray(document.endpoints) ? document.endpoints : []
  return list.flatMap((entry) => (isJsonObject(entry) && typeof entry.address === 'string' ? [{ address: entry.address, strict: entry.strict === true, group: entry.group === true }] : []))
}

function isAtLeastMinor(release: string, first: string): boolean {
  const minor = (version: string): number => Number(/\.(\d+)/.exec(version)?.[1] ?? Infinity)
  return minor(release) >= minor(first)
}
