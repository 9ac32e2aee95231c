// The changes that a form, a fix or a bot can make to a spec, as data; applyEdits() in apply-edits.ts carries them out.
import { z } from 'zod'
import { said } from '../said.ts'
import { DeclaredEdge } from './declared-edge.ts'

const object = z.string().describe(said('objectId of the object that is changed.', '변경할 오브젝트의 objectId입니다.'))

export const Edit = z.discriminatedUnion('op', [
  /** The flag has exactly these values afterwards: in its old place and style, else at the end. [] removes it. A boolean takes ["true"] or ["false"]. */
  z.object({ op: z.literal('flag.set'), object, flag: z.string(), values: z.array(z.string()) }),
  /** One more occurrence of a repeatable flag, unless it is there already. */
  z.object({ op: z.literal('flag.add'), object, flag: z.string(), value: z.string() }),
  /** Takes away the occurrences with this value. */
  z.object({ op: z.literal('flag.drop'), object, flag: z.string(), value: z.string() }),
  z.object({ op: z.literal('image.set'), object, image: z.string() }),
  z.object({ op: z.literal('replicas.set'), object, replicas: z.number().int().min(0) }),
  /** Sets one request or limit; an empty quantity removes it. */
  z.object({ op: z.literal('resource.set'), object, side: z.enum(['requests', 'limits']), resource: z.string(), quantity: z.string() }),
  z.object({ op: z.literal('storage.set'), object, size: z.string() }),
  /** Sets the text of one key of a ConfigMap; null removes the key. */
  z.object({ op: z.literal('file.set'), object, key: z.string(), text: z.string().nullable() }),
  /** Sets the value at a JSON pointer of the rendered object; undefined parents are made. "/-" at the end appends to a list what it has not. null removes. */
  z.object({ op: z.literal('field.set'), object, pointer: z.string(), value: z.json() }),
  /** Adds a whole object, adopted like any other. */
  z.object({ op: z.literal('object.add'), manifest: z.json() }),
  /** Replaces a whole object, adopted anew: how the YAML side of an editor writes. */
  z.object({ op: z.literal('object.replace'), object, manifest: z.json() }),
  z.object({ op: z.literal('object.remove'), object }),
  /** Declares an edge, or replaces what is declared of it. `object` is "Edge/" and its name. */
  z.object({ op: z.literal('edge.set'), object, edge: DeclaredEdge }),
  z.object({ op: z.literal('edge.remove'), object }),
])
export type Edit = z.infer<typeof Edit>
