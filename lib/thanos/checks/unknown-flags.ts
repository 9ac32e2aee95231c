// Flags that the release of a workload does not know, or knows no longer for long.
import { text } from '../../text.ts'
import { flagName, flagValues } from '../args.ts'
import { deprecations, flagOf, isKnown } from '../catalogue.ts'
import { safeFix, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { specObjectId, workloads, type Workload } from '../spec.ts'

const SOURCE = 'https://thanos.io/tip/thanos/changelog.md'

/** kingpin exits on any flag that it does not know; a deprecated one still works. */
export const unknownFlags: Check = ({ spec, release }) => workloads(spec).flatMap((workload) => {
  const names = new Set(workload.args.flatMap((arg) => flagName(arg) ?? []))
  return [...names].flatMap((name) => judge(workload, name, release(workload)))
})

function judge(workload: Workload, name: string, version: string): Finding[] {
  const { kind } = workload
  const where = { object: specObjectId(workload), path: `flags.${name}`, source: SOURCE }
  const { deprecatedSince, removedIn, replacedBy } = deprecations(kind, name, version)
  const next = endpointFlag(workload, name, version) ?? replacedBy
  const use = next === undefined ? text('Remove it.', '삭제하세요.') : text(`Use \`--${next}\`.`, `\`--${next}\`을(를) 사용하세요.`)
  const fix = replacement(workload, name, next, version)
  if (!isKnown(kind, name, version)) {
    const flag = flagOf(kind, name)
    const why = removedIn !== undefined
      ? text(`\`--${name}\` is gone since v${removedIn}. ${use.en}`, `\`--${name}\`은(는) v${removedIn}에서 제거되었습니다. ${use.ko}`)
      : flag?.since !== undefined
        ? text(`\`--${name}\` exists only since v${flag.since}; this is ${version}.`, `\`--${name}\`은(는) v${flag.since}부터 있습니다. 현재 ${version}입니다.`)
        : text(`thanos ${kind} ${version} has no flag \`--${name}\`.`, `thanos ${kind} ${version}에는 \`--${name}\` 플래그가 없습니다.`)
    return [{
      ...where, code: 'flag/unknown', severity: 'error', message: why,
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

/** A rename is a fix only where the new flag takes the same values; the YAML file flags need a file and are left to a person. */
function replacement(workload: Workload, name: string, target: string | undefined, version: string): Pick<Finding, 'fix'> {
  const object = specObjectId(workload)
  const values = flagValues(workload.args, name)
  if (target === undefined || flagOf(workload.kind, target)?.type !== flagOf(workload.kind, name)?.type || !isKnown(workload.kind, target, version)) return {}
  return {
    fix: safeFix(
      text(`Write --${target} instead`, `--${target}(으)로 바꾸기`),
      { op: 'flag.set', object, flag: name, values: [] },
      ...values.map((value) => ({ op: 'flag.add' as const, object, flag: target, value })),
    ),
  }
}

function endpointFlag(workload: Workload, name: string, version: string): string | undefined {
  if (workload.kind !== 'query' || !['store', 'rule', 'target', 'metadata', 'exemplar', 'store-strict'].includes(name)) return undefined
  const target = name === 'store-strict' ? 'endpoint-strict' : 'endpoint'
  return isKnown('query', target, version) ? target : undefined
}
