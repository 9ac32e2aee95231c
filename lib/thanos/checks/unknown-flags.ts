// Flags that the release of a workload does not know, or knows no longer for long.
import { text, type Text } from '../../text.ts'
import { flagName, flagValues } from '../read-args.ts'
import { deprecations, flagOf, isKnown } from '../catalogue.ts'
import { safeFix, type Check } from '../check.ts'
import type { Finding, Fix } from '../finding.ts'
import { ENDPOINT_FLAGS } from '../query/endpoints.ts'
import { migrateEndpoints } from '../query/migrate-endpoints.ts'
import { specObjectId, workloads, type Workload } from '../spec.ts'

const SOURCE = 'https://thanos.io/tip/thanos/changelog.md'

/** kingpin exits on any flag that it does not know; a deprecated one still works. */
export const unknownFlags: Check = ({ spec, release }) => workloads(spec).flatMap((workload) => {
  const names = new Set(workload.args.flatMap((arg) => flagName(arg) ?? []))
  return [...names].flatMap((name) => judge(workload, name, release(workload)))
})

function judge(workload: Workload, name: string, version: string): Finding[] {
  const where = { object: specObjectId(workload), path: `flags.${name}`, source: SOURCE }
  const { deprecatedSince, removedIn, replacedBy } = deprecations(workload.kind, name, version)
  const next = successor(workload, name, replacedBy, version)
  const use = next === undefined ? text('Remove it.', '삭제하세요.') : text(`Use \`--${next}\`.`, `\`--${next}\`을(를) 사용하세요.`)
  const mend = repair(workload, name, next, !isKnown(workload.kind, name, version))
  const fix = mend ? { fix: mend } : {}
  if (!isKnown(workload.kind, name, version)) {
    return [{
      ...where, code: 'flag/unknown', severity: 'error', message: unknown(workload, name, version, removedIn, use),
      reason: text(`Thanos exits at start with "unknown long flag '--${name}'", and the pod restarts without end.`, `Thanos가 "unknown long flag '--${name}'"(으)로 시작하자마자 종료되고 파드가 계속 재시작합니다.`),
      ...fix,
    }]
  }
  if (deprecatedSince === undefined) return []
  return [{
    ...where, code: 'flag/deprecated', severity: 'advice',
    message: text(`\`--${name}\` is deprecated. ${use.en}`, `\`--${name}\`은(는) 더 이상 권장되지 않습니다. ${use.ko}`),
    reason: text('It still works in this release and goes away in a later one; an upgrade will then stop at start.', '이 버전에서는 동작하지만 이후 버전에서 제거되며, 그때는 업그레이드 후 시작되지 않습니다.'),
    ...fix,
  }]
}

function unknown(workload: Workload, name: string, version: string, removedIn: string | undefined, use: Text): Text {
  const { kind } = workload
  const since = flagOf(kind, name)?.since
  if (removedIn !== undefined) return text(`\`--${name}\` is gone since v${removedIn}. ${use.en}`, `\`--${name}\`은(는) v${removedIn}에서 제거되었습니다. ${use.ko}`)
  if (since !== undefined) return text(`\`--${name}\` exists only since v${since}; this is ${version}.`, `\`--${name}\`은(는) v${since}부터 있습니다. 현재 ${version}입니다.`)
  return text(`thanos ${kind} ${version} has no flag \`--${name}\`.`, `thanos ${kind} ${version}에는 \`--${name}\` 플래그가 없습니다.`)
}

/** The flag to use instead. Before v0.38 there is no file for endpoints, and `--endpoint` takes over from `--store` and its kin. */
function successor(workload: Workload, name: string, replacedBy: string | undefined, version: string): string | undefined {
  if (replacedBy === undefined || isKnown(workload.kind, replacedBy, version)) return replacedBy
  const older = name === 'store-strict' ? 'endpoint-strict' : 'endpoint'
  return replacedBy.startsWith('endpoint.sd-config') && isKnown(workload.kind, older, version) ? older : undefined
}

/** A rename where the new flag takes the same values; endpoints move into their file, or to `--endpoint` where there is none to put it in; anything else is left to a person. */
function repair(workload: Workload, name: string, next: string | undefined, isGone: boolean): Fix | undefined {
  if (next?.startsWith('endpoint.sd-config')) {
    if (!(ENDPOINT_FLAGS as readonly string[]).includes(name)) return undefined
    return migrateEndpoints(workload) ?? (isGone ? rename(workload, name, name === 'store-strict' ? 'endpoint-strict' : 'endpoint') : undefined)
  }
  if (next === undefined || flagOf(workload.kind, next)?.type !== flagOf(workload.kind, name)?.type) return undefined
  return rename(workload, name, next)
}

function rename(workload: Workload, name: string, next: string): Fix {
  const object = specObjectId(workload)
  return safeFix(
    text(`Write --${next} instead`, `--${next}(으)로 바꾸기`),
    { op: 'flag.set', object, flag: name, values: [] },
    ...flagValues(workload.args, name).map((value) => ({ op: 'flag.add' as const, object, flag: next, value })),
  )
}
