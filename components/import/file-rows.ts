// What every file of an import gave, as rows to draw: the file, what is wrong in it, and its objects when it is opened. Pure.
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'
import type { Text } from '#lib/text.ts'
import { notManaged } from '#lib/thanos/belonging.ts'
import type { ImportSource } from '#lib/thanos/draft.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'

/** `values`: a Secret, or what holds a credential: only its keys are known. `piece`: it has no object around it. `gone`: the draft has it no more. */
export type ObjectState = 'managed' | 'notManaged' | 'values' | 'piece' | 'gone'
export type FileObject = { readonly id: string; readonly line: number; readonly state: ObjectState; readonly why: Text | undefined }
export type FileSummary = { readonly name: string; readonly objects: readonly FileObject[]; readonly problems: readonly ReadProblem[] }

export type FileRow =
  | { readonly type: 'file'; readonly key: string; readonly file: FileSummary; readonly isOpen: boolean }
  | { readonly type: 'problem'; readonly key: string; readonly problem: ReadProblem }
  | { readonly type: 'object'; readonly key: string; readonly object: FileObject }

/** Every file of an import, those with problems first. `spec` says what has become of the objects. */
export function fileSummaries({ files, places, problems = [] }: ImportSource, spec: StackSpec): FileSummary[] {
  const left = new Map(notManaged(spec).map(({ object, why }) => [object, why]))
  const known = new Map(spec.objects.map((object) => [specObjectId(object), object]))
  const stateOf = (id: string): ObjectState => {
    if (id.startsWith('Fragment/')) return 'piece'
    const object = known.get(id)
    if (object === undefined) return 'gone'
    if (object.type === 'reference') return 'values'
    return left.has(id) ? 'notManaged' : 'managed'
  }
  const objectsOf = Map.groupBy(Object.entries(places).map(([id, { file, line }]) => ({ id, file, line, state: stateOf(id), why: left.get(id) })), ({ file }) => file)
  const problemsOf = Map.groupBy(problems, ({ file }) => file)
  const names = new Set([...files.map(({ name }) => name), ...problems.map(({ file }) => file)])
  return [...names]
    .map((name) => ({ name, objects: (objectsOf.get(name) ?? []).toSorted((a, b) => a.line - b.line), problems: problemsOf.get(name) ?? [] }))
    .toSorted((a, b) => Number(b.problems.length > 0) - Number(a.problems.length > 0))
}

/** How many objects of a file are in each state. */
export function countStates({ objects }: FileSummary): Record<ObjectState, number> {
  const counts = { managed: 0, notManaged: 0, values: 0, piece: 0, gone: 0 }
  for (const { state } of objects) counts[state] += 1
  return counts
}

/** The rows; `opened` holds the names of the files whose objects are shown. */
export function fileRows(files: readonly FileSummary[], opened: ReadonlySet<string>): FileRow[] {
  return files.flatMap((file): FileRow[] => {
    const isOpen = opened.has(file.name)
    return [
      { type: 'file', key: file.name, file, isOpen },
      ...file.problems.map((problem, index): FileRow => ({ type: 'problem', key: `${file.name} problem ${index}`, problem })),
      ...(isOpen ? file.objects.map((object): FileRow => ({ type: 'object', key: `${file.name} ${object.id}`, object })) : []),
    ]
  })
}
