// The form of one workload, decided before it is drawn: which flags it shows in which section, what is set, edited and faulty.
import type { Locale, Text } from '#lib/text.ts'
import { flagName, flagValues } from '#lib/thanos/read-args.ts'
import { defaultOf, deprecations, flagOf, flagsOf, isDocumented, isKnown, NEWEST, releaseOf, valueProblem } from '#lib/thanos/catalogue.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import type { Flag, Section } from '#lib/thanos/flag.ts'
import type { Kind } from '#lib/thanos/kind.ts'
import type { Arg, Workload } from '#lib/thanos/spec.ts'

export type FieldModel = {
  readonly name: string
  readonly kind: Kind
  /** Undefined for a flag that the catalogue does not know. */
  readonly flag: Flag | undefined
  readonly values: readonly string[]
  readonly baseValues: readonly string[]
  /** The value that the workload's version takes when the flag is absent. */
  readonly default: string | undefined
  readonly isEdited: boolean
  /** The flag came with the version of the workload. */
  readonly isNew: boolean
  readonly isDeprecated: boolean
  readonly findings: readonly Finding[]
  readonly problem: Text | undefined
}

/** `other` holds flags that the catalogue does not know. */
export type SectionId = Section | 'other'

export type SectionModel = { readonly id: SectionId; readonly fields: readonly FieldModel[]; readonly counts: FieldCounts }
export type FieldCounts = { readonly all: number; readonly set: number; readonly edited: number; readonly errors: number; readonly warnings: number; readonly deprecated: number }
export type FieldChip = 'all' | 'set' | 'edited' | 'faulty' | 'new'

/** The release that a workload's flags are judged by: its image's, else the newest known. */
export function releaseOfWorkload(workload: Workload): string {
  return releaseOf(workload.image ?? '') ?? NEWEST
}

/** All fields of a workload: what its version documents, and whatever is set or was set. */
export function fieldsOf(workload: Workload, base: Workload | undefined, findings: readonly Finding[]): FieldModel[] {
  const release = releaseOfWorkload(workload)
  const set = namesOf(workload.args)
  const was = namesOf(base?.args ?? [])
  const names = new Set([...Object.keys(flagsOf(workload.kind)).filter((name) => isDocumented(workload.kind, name, release)), ...set, ...was])
  const byPath = Map.groupBy(findings, ({ path }) => path)
  return [...names].map((name) => {
    const flag = flagOf(workload.kind, name)
    const values = flagValues(workload.args, name)
    const baseValues = flagValues(base?.args ?? [], name)
    return {
      name, kind: workload.kind, flag, values, baseValues,
      default: flag === undefined ? undefined : defaultOf(flag, release),
      isEdited: base !== undefined && !sameList(values, baseValues),
      isNew: flag?.since !== undefined && `v${flag.since.split('.').slice(0, 2).join('.')}` === release,
      isDeprecated: values.length > 0 && isOnItsWayOut(workload, name, release),
      findings: byPath.get(`flags.${name}`) ?? [],
      problem: flag === undefined ? undefined : firstProblem(flag, values, release),
    }
  })
}

/** How a field stands: `error` for a value that Thanos refuses or an error found, `warning` for a warning found. */
export function faultOf(field: FieldModel): 'error' | 'warning' | undefined {
  if (field.problem !== undefined || field.findings.some(({ severity }) => severity === 'error')) return 'error'
  return field.findings.some(({ severity }) => severity === 'warning') ? 'warning' : undefined
}

/** The right spelling that a value problem names, as in "Write it as 10m."; undefined when it names none. */
export function rightSpelling(problem: Text): string | undefined {
  return /Write it as (\S+)\.$/.exec(problem.en)?.[1]
}

/** Whether the values of a flag are too long for the narrow column beside its help. */
export function isWide({ flag }: FieldModel): boolean {
  if (flag === undefined) return true
  return flag.type === 'inline-yaml' || (flag.repeatable === true && ['address', 'url', 'label', 'file'].includes(flag.type))
}

/** Whether the catalogue leaves this flag to an editor of its own, and which. */
export function editorOf(name: string): 'storage' | 'hashring' | 'rules' | 'stores' | undefined {
  switch (name) {
    case 'objstore.config-file': return 'storage'
    case 'receive.hashrings-file': return 'hashring'
    case 'rule-file': return 'rules'
    case 'endpoint.sd-config-file': return 'stores'
    default: return undefined
  }
}

/** The fields that a filter and a chip leave over. Words are looked for in name and help. */
export function narrow(fields: readonly FieldModel[], options: { words: string; chip: FieldChip; locale: Locale }): FieldModel[] {
  const words = options.words.toLowerCase().replace(/^--(no-)?/, '').split(/[\s=]+/).filter((word) => word !== '')
  return fields.filter((field) => {
    const text = `${field.name} ${field.flag?.[options.locale] ?? ''} ${field.values.join(' ')}`.toLowerCase()
    return hasChip(field, options.chip) && words.every((word) => text.includes(word))
  })
}

/** Whether a field belongs under a chip. */
export function hasChip(field: FieldModel, chip: FieldChip): boolean {
  switch (chip) {
    case 'all': return true
    case 'set': return field.values.length > 0
    case 'edited': return field.isEdited
    case 'faulty': return faultOf(field) !== undefined
    case 'new': return field.isNew
  }
}

/** Fields by section, in the order in which the catalogue first names a section. */
export function sectionsOf(fields: readonly FieldModel[]): SectionModel[] {
  const bySection = Map.groupBy(fields, ({ flag }): SectionId => flag?.section ?? 'other')
  return [...bySection].map(([id, own]) => ({ id, fields: own, counts: countFields(own) }))
}

/** How many fields are set, edited, deprecated, and have errors or warnings. */
export function countFields(fields: readonly FieldModel[]): FieldCounts {
  const count = (is: (field: FieldModel) => boolean): number => fields.filter(is).length
  return {
    all: fields.length,
    set: count(({ values }) => values.length > 0),
    edited: count(({ isEdited }) => isEdited),
    errors: count((field) => faultOf(field) === 'error'),
    warnings: count((field) => faultOf(field) === 'warning'),
    deprecated: count(({ isDeprecated }) => isDeprecated),
  }
}

/** Whether two fields would be drawn alike, so that typing in one of eighty draws one. */
export function isSameField(a: FieldModel, b: FieldModel): boolean {
  return a.name === b.name && a.flag === b.flag && a.default === b.default && a.isEdited === b.isEdited && a.isNew === b.isNew
    && a.isDeprecated === b.isDeprecated && sameList(a.values, b.values) && sameList(a.baseValues, b.baseValues)
    && a.problem?.en === b.problem?.en && JSON.stringify(a.findings) === JSON.stringify(b.findings)
}

function isOnItsWayOut(workload: Workload, name: string, release: string): boolean {
  return !isKnown(workload.kind, name, release) || deprecations(workload.kind, name, release).deprecatedSince !== undefined
}

function firstProblem(flag: Flag, values: readonly string[], release: string): Text | undefined {
  for (const value of values) {
    const problem = valueProblem(flag, value, release)
    if (problem !== undefined) return problem
  }
  return undefined
}

function namesOf(args: readonly Arg[]): Set<string> {
  return new Set(args.flatMap((arg) => flagName(arg) ?? []))
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
