// The shape of a check: a pure function from a spec to findings. One check a file; lint.ts lists them.
import { NEWEST, releaseOf } from './version.ts'
import type { Edit } from './edit.ts'
import { hidesArguments } from './in-sight.ts'
import type { Finding, Fix, Severity } from './finding.ts'
import { kindOfCommand } from './read-args.ts'
import type { Kind } from './kind.ts'
import { remembered } from './remember.ts'
import { text, type Text } from '../text.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from './spec.ts'

export type CheckContext = {
  readonly spec: StackSpec
  /** The release that a workload is judged by: the one asked for, else its image's, else the newest known. */
  readonly release: (workload: Workload) => string
}

export type Check = (context: CheckContext) => Finding[]

/** A context that judges every workload by `thanos` ("v0.42") or, without it, by its image's tag. */
export function checkContext(spec: StackSpec, thanos?: string): CheckContext {
  return { spec, release: (workload) => thanos ?? releaseOf(workload.image ?? '') ?? NEWEST }
}

/** The workloads of some kinds. */
export function workloadsOf(spec: StackSpec, ...kinds: readonly Kind[]): readonly Workload[] {
  const known = ofKinds(spec)
  const key = kinds.join()
  const earlier = known.get(key)
  if (earlier) return earlier
  const found = workloads(spec).filter((workload) => kinds.includes(workload.kind))
  known.set(key, found)
  return found
}

const ofKinds = remembered((_spec: StackSpec) => new Map<string, readonly Workload[]>())

/** Where a finding speaks of, who says so and, where several can stand there, which one it is. */
export type Where = Pick<Finding, 'object' | 'path' | 'source' | 'about'>

/** One finding at one place. */
export function report(where: Where, code: string, severity: Severity, message: Text, reason: Text, fix?: Fix): Finding {
  return { ...where, code, severity, message, reason, ...(fix === undefined ? {} : { fix }) }
}

/** A workload's flag as the place of a finding. */
export function atFlag(workload: Workload, flag: string, source: string): Where {
  return { object: specObjectId(workload), path: `flags.${flag}`, source }
}

/** Whether only a piece of an installation was pasted: what is missing around it says nothing then. */
export function isFragment(object: { object: string }): boolean {
  return object.object === 'Fragment'
}

/** Whether all of a workload's flags are in sight: of bare flag lines the rest of the command line is elsewhere, and a word may stand for more. */
export function isWholeCommand(workload: Workload): boolean {
  if (hidesArguments(workload)) return false
  return !isFragment(workload) || workload.args.some((arg) => arg.style === 'word' && arg.text === workload.kind) || kindOfCommand(commandOf(workload)) !== undefined
}

/** A fix that loses and moves no data. */
export function safeFix(title: Text, ...edits: readonly Edit[]): Fix {
  return { title, safe: true, edits: [...edits] }
}

/** A fix that a person must choose, because it costs or moves something. */
export function chosenFix(title: Text, ...edits: readonly Edit[]): Fix {
  return { title, safe: false, edits: [...edits] }
}

/** A fix that sets one flag of a workload. */
export function setFlagFix(workload: Workload, flag: string, value: string): Fix {
  const shown = value === 'true' ? `--${flag}` : `--${flag}=${value}`
  return safeFix(text(`Set ${shown}`, `${shown} 설정`), { op: 'flag.set', object: specObjectId(workload), flag, values: [value] })
}

function commandOf(workload: Workload): string[] {
  const { command } = workload.rest
  return Array.isArray(command) ? command.filter((word) => typeof word === 'string') : []
}
