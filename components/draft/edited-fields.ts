// Which fields of a spec differ from its base, in the words that findings use for places ("flags.query.timeout", "replicas").
import { flagName, flagValues } from '#lib/thanos/args.ts'
import { type SpecObject, specObjectId, type StackSpec, type Workload } from '#lib/thanos/spec.ts'

/** One field that differs. `path` is "" when the whole object came or went, "manifest" for parts that have no field of their own. */
export type EditedField = { readonly object: string; readonly path: string }

/** Every field in which the two specs differ, object by object. */
export function editedFields(base: StackSpec, spec: StackSpec): EditedField[] {
  if (base === spec) return []
  const before = new Map(base.objects.map((object) => [specObjectId(object), object]))
  const fields: EditedField[] = []
  for (const object of spec.objects) {
    const id = specObjectId(object)
    const old = before.get(id)
    before.delete(id)
    if (old === object) continue
    const paths = old === undefined ? [''] : differingPaths(old, object)
    fields.push(...paths.map((path) => ({ object: id, path })))
  }
  return [...fields, ...[...before.keys()].map((object) => ({ object, path: '' }))]
}

function differingPaths(before: SpecObject, after: SpecObject): string[] {
  if (before.type === 'workload' && after.type === 'workload') return workloadPaths(before, after)
  if (before.type === 'config' && after.type === 'config') {
    return [...keysThatDiffer(before.files, after.files).map((key) => `files.${key}`), ...unless(before.rest, after.rest, 'manifest')]
  }
  return unless(before, after, 'manifest')
}

function workloadPaths(before: Workload, after: Workload): string[] {
  const flags = new Set([...before.args, ...after.args].flatMap((arg) => flagName(arg) ?? []))
  const words = (workload: Workload): string[] => workload.args.flatMap((arg) => ('text' in arg ? [arg.text] : []))
  return [
    ...unless(before.image, after.image, 'image'),
    ...unless(before.replicas, after.replicas, 'replicas'),
    ...keysThatDiffer(before.resources?.requests ?? {}, after.resources?.requests ?? {}).map((key) => `resources.requests.${key}`),
    ...keysThatDiffer(before.resources?.limits ?? {}, after.resources?.limits ?? {}).map((key) => `resources.limits.${key}`),
    ...unless(before.storage, after.storage, 'storage'),
    ...[...flags].filter((flag) => !same(flagValues(before.args, flag), flagValues(after.args, flag))).map((flag) => `flags.${flag}`),
    ...unless([before.rest, words(before)], [after.rest, words(after)], 'manifest'),
  ]
}

function keysThatDiffer(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !same(before[key], after[key]))
}

function unless(before: unknown, after: unknown, path: string): string[] {
  return same(before, after) ? [] : [path]
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
