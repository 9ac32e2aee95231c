// Every hashring text of a spec: the files that receivers read, those on their command lines, and those that were pasted alone.
import { isFragment, workloadsOf } from '../check.ts'
import type { Edit } from '../edit.ts'
import { flagValue } from '../read-args.ts'
import { hashringFileOf } from '../files.ts'
import { parseHashrings } from '../hashring.ts'
import { hidesArguments } from '../in-sight.ts'
import { remembered } from '../remember.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'

/** `workload` is the first receiver that reads it; a ring that was pasted alone has none. */
export type RingFile = {
  readonly object: string
  readonly path: string
  readonly content: string
  readonly parsed: ReturnType<typeof parseHashrings>
  readonly workload?: Workload
}

/** The hashring texts of a spec, each once. */
export const ringFiles: (spec: StackSpec) => readonly RingFile[] = remembered((spec) => {
  const receivers = workloadsOf(spec, 'receive')
  const mounted = receivers.flatMap((workload): Text[] => {
    const file = hashringFileOf(spec, workload)
    return file?.text === undefined ? [] : [{ object: specObjectId(file.object), path: `files.${file.key}`, content: file.text, ...reader(workload) }]
  })
  const inline = receivers.flatMap((workload): Text[] => {
    const read = readRing(spec, workload)
    return read?.path === `flags.${INLINE}` ? [{ object: read.object, path: read.path, content: read.content, ...reader(workload) }] : []
  })
  const pasted = spec.objects.flatMap((object): Text[] => {
    const content = object.type === 'config' && isFragment(object) ? object.files['hashrings.json'] : undefined
    return content === undefined ? [] : [{ object: specObjectId(object), path: 'files.hashrings.json', content }]
  })
  const seen = new Set<string>()
  return [...mounted, ...inline, ...pasted].filter(({ object, path }) => !seen.has(`${object} ${path}`) && seen.add(`${object} ${path}`))
    .map((file) => ({ ...file, parsed: parseHashrings(file.content) }))
})

type Text = Omit<RingFile, 'parsed'>

/** What one receiver reads its ring from: where that stands, in which namespace, and how to write it anew. */
export type ReadRing = Pick<RingFile, 'object' | 'path' | 'content' | 'parsed'> & { readonly namespace?: string | undefined; readonly write: (content: string) => Edit }

/** The ring of a receiver, in its file or on its command line; undefined when it has none, or nobody can know it. */
export function readRing(spec: StackSpec, workload: Workload): ReadRing | undefined {
  const file = hashringFileOf(spec, workload)
  if (file?.text !== undefined) {
    const { object, key, text } = file
    const id = specObjectId(object)
    return { object: id, path: `files.${key}`, content: text, parsed: parseHashrings(text), namespace: object.namespace, write: (content) => ({ op: 'file.set', object: id, key, text: content }) }
  }
  const content = flagValue(workload.args, INLINE)
  if (content === undefined || content.includes('$(') || flagValue(workload.args, 'receive.hashrings-file') !== undefined) return undefined
  const id = specObjectId(workload)
  return { object: id, path: `flags.${INLINE}`, content, parsed: parseHashrings(content), namespace: workload.namespace, write: (fresh) => ({ op: 'flag.set', object: id, flag: INLINE, values: [fresh.trim()] }) }
}

const INLINE = 'receive.hashrings'

/** A receiver whose algorithm and factor may stand in arguments that nobody sees says nothing of its ring. */
function reader(workload: Workload): { workload?: Workload } {
  return hidesArguments(workload) ? {} : { workload }
}
