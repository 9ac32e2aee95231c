// What of a command line can be told before the pod runs: a shell fills in words and values of its own, and so does the kubelet.
import { containerOf } from './pod.ts'
import { remembered } from './remember.ts'
import type { Workload } from './spec.ts'

/** What a shell fills in: a variable, a command's output, the line's own arguments. */
const FILLED = /\$[\w@*#?{(]|`/

/**
 * Whether whole arguments stand behind a word, as in "$@", ${ARGS} or $(EXTRA), or in a file ("@/etc/arguments"): nobody can say then that
 * a flag is not set.
 */
export const hidesArguments: (workload: Workload) => boolean = remembered(({ args }) => args.some((arg) => (arg.style === 'word' || arg.style === 'verbatim') && (FILLED.test(arg.text) || /^@./.test(arg.text))))

/** Whether a value is known only once a shell has run. Without a shell `$NAME` is what Thanos gets. */
export function isFilledByShell(workload: Workload, value: string): boolean {
  return FILLED.test(value) && isRunByShell(workload)
}

/** Whether a line of a shell starts Thanos. */
export const isRunByShell: (workload: Workload) => boolean = remembered((workload) => {
  const { command, args } = containerOf(workload)
  const [program] = [command, args].flatMap((words) => (Array.isArray(words) ? words : []))
  return typeof program === 'string' && /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(program)
})
