// Every hashring text of a spec: the files that receivers read, those on their command lines, and those that were pasted alone.
import { isFragment, workloadsOf } from '../check.ts'
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
    const content = flagValue(workload.args, 'receive.hashrings')
    const isUsed = content !== undefined && !content.includes('$(') && flagValue(workload.args, 'receive.hashrings-file') === undefined
    return isUsed ? [{ object: specObjectId(workload), path: 'flags.receive.hashrings', content, ...reader(workload) }] : []
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

/** A receiver whose algorithm and factor may stand in arguments that nobody sees says nothing of its ring. */
function reader(workload: Workload): { workload?: Workload } {
  return hidesArguments(workload) ? {} : { workload }
}
