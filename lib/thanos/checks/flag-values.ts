// Values that Thanos would not parse, and switches that were given a value.
import { text } from '../../text.ts'
import { flagValues as valuesOf } from '../read-args.ts'
import { flagOf, valueProblem } from '../catalogue.ts'
import { chosenFix, safeFix, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { isFilledByShell } from '../in-sight.ts'
import { specObjectId, workloads, type Arg, type Workload } from '../spec.ts'

const SOURCE = 'https://thanos.io/tip/thanos/getting-started.md'

/** kingpin ends the process with "error parsing commandline arguments" for a value that it can't parse. */
export const flagValues: Check = ({ spec, release }) => workloads(spec).flatMap((workload) => [
  ...workload.args.flatMap((arg) => judge(workload, arg, release(workload))),
  ...repeated(workload),
])

function judge(workload: Workload, arg: Arg, version: string): Finding[] {
  const alone = withoutValue(workload, arg)
  if (alone) return [alone]
  if (arg.style !== 'equals' && arg.style !== 'space') return []
  const flag = flagOf(workload.kind, arg.flag)
  if (!flag) return []
  const where = { object: specObjectId(workload), path: `flags.${arg.flag}`, about: arg.value, severity: 'error' as const, source: SOURCE }
  if (flag.type === 'boolean') {
    return [{
      ...where, code: 'flag/switch-with-value',
      message: text(`\`--${arg.flag}\` is a switch and takes no value. Write --${arg.flag} or --no-${arg.flag}.`, `\`--${arg.flag}\`은(는) 값을 받지 않는 스위치입니다. --${arg.flag} 또는 --no-${arg.flag}로 쓰세요.`),
      reason: text('Thanos takes the value for another argument and exits at start.', 'Thanos가 값을 다른 인자로 읽고 시작하자마자 종료됩니다.'),
      fix: safeFix(text('Write it as a switch', '스위치로 바꾸기'), { op: 'flag.set', object: where.object, flag: arg.flag, values: [arg.value === 'false' ? 'false' : 'true'] }),
    }]
  }
  const quoted = flag.type === 'label' ? undefined : /^(["'])([^"']*)\1$/.exec(arg.value)?.[2]
  if (quoted !== undefined && quoted !== '') {
    return [{
      ...where, code: 'flag/quoted-value',
      message: text(`\`--${arg.flag}\`: the quotes are part of the value ${arg.value}. Write ${quoted}.`, `\`--${arg.flag}\`: 따옴표가 값 ${arg.value}의 일부입니다. ${quoted}(으)로 쓰세요.`),
      reason: text('No shell takes the quotes off: Kubernetes gives Thanos the argument as it is written.', '따옴표를 없애는 셸이 없습니다. Kubernetes는 인자를 쓰인 그대로 Thanos에 전달합니다.'),
      fix: safeFix(text('Take the quotes off', '따옴표 제거'), { op: 'flag.set', object: where.object, flag: arg.flag, values: valuesOf(workload.args, arg.flag).map((value) => value.replace(/^(["'])([^"']*)\1$/, '$2')) }),
    }]
  }
  // A shell takes quotes off and fills variables in before Thanos sees the value.
  if (isFilledByShell(workload, arg.value)) return []
  const problem = valueProblem(flag, arg.value, version)
  if (!problem) return []
  return [{
    ...where, code: 'flag/bad-value',
    message: text(`\`--${arg.flag}\`: ${problem.en}`, `\`--${arg.flag}\`: ${problem.ko}`),
    reason: text('Thanos exits at start with "error parsing commandline arguments".', 'Thanos가 "error parsing commandline arguments"로 시작하자마자 종료됩니다.'),
  }]
}

/** kingpin takes what begins with "-" for a flag, never for the value of the flag before. Source: alecthomas/kingpin parser.go. */
function withoutValue(workload: Workload, arg: Arg): Finding | undefined {
  const isSplit = arg.style === 'space' && /^-./.test(arg.value)
  if (arg.style !== 'bare' && !isSplit) return undefined
  const flag = flagOf(workload.kind, arg.flag)
  if (!flag || flag.type === 'boolean') return undefined
  const object = specObjectId(workload)
  const written = arg.style === 'space' ? `--${arg.flag}=${arg.value}` : undefined
  return {
    code: 'flag/missing-value', severity: 'error', object, path: `flags.${arg.flag}`, source: SOURCE, ...(arg.style === 'space' ? { about: arg.value } : {}),
    message: written === undefined
      ? text(`\`--${arg.flag}\` has no value.`, `\`--${arg.flag}\`에 값이 없습니다.`)
      : text(`\`--${arg.flag}\` takes no separate value that begins with "-". Write ${written}.`, `\`--${arg.flag}\`에는 "-"로 시작하는 값을 따로 쓸 수 없습니다. ${written}(으)로 쓰세요.`),
    reason: text(`Thanos exits at start: expected argument for flag '--${arg.flag}'.`, `Thanos가 "expected argument for flag '--${arg.flag}'"(으)로 시작하자마자 종료됩니다.`),
    ...(arg.style === 'space' && !flag.repeatable ? { fix: safeFix(text(`Write ${written}`, `${written}(으)로 바꾸기`), { op: 'flag.set', object, flag: arg.flag, values: [] }, { op: 'flag.set', object, flag: arg.flag, values: [arg.value] }) } : {}),
  }
}

function repeated(workload: Workload): Finding[] {
  const names = new Set(workload.args.flatMap((arg) => ('flag' in arg ? arg.flag : [])))
  return [...names].flatMap((name): Finding[] => {
    const flag = flagOf(workload.kind, name)
    const values = valuesOf(workload.args, name)
    if (!flag || flag.repeatable || values.length < 2) return []
    return [{
      code: 'flag/repeated', severity: 'error', object: specObjectId(workload), path: `flags.${name}`, source: SOURCE,
      message: text(`\`--${name}\` is given ${values.length} times and may be given once.`, `\`--${name}\`이(가) ${values.length}번 있습니다. 한 번만 쓸 수 있습니다.`),
      reason: text('Thanos exits at start: the flag cannot be repeated.', '반복할 수 없는 플래그이므로 Thanos가 시작하자마자 종료됩니다.'),
      fix: chosenFix(text('Keep the last one', '마지막 값만 남기기'), { op: 'flag.set', object: specObjectId(workload), flag: name, values: values.slice(-1) }),
    }]
  })
}
