// What an export says beside its manifests, as comments that no tool applies and import reads back: the order of the spec, the objects
// that Gauntlet refers to or keeps without managing them, and how a part was kept where its manifest does not tell.
import { z } from 'zod'
import { isEqual } from '../manifest/equal.ts'
import { readYaml } from '../manifest/read-yaml.ts'
import type { Json } from '../manifest/types.ts'
import { toYaml } from '../manifest/yaml.ts'
import { withEdges } from './apply-edits.ts'
import { DeclaredEdge } from './declared-edge.ts'
import { credentialHolder } from './draft-credentials.ts'
import { isPlaceholder } from './object-storage.ts'
import { isManaged, renderObject } from './render.ts'
import { EMPTY_SPEC, specObjectId, type Reference, type StackSpec } from './spec.ts'
import { SpecObject } from './spec-schema.ts'

const FIRST_LINE = '#| gauntlet: 1'
const KEPT_LINE = /^#\|(?: (.*?))?\r?$/s
const EXPLAINED = '# Kept by Gauntlet beside the manifests, for importing this again. Tools of Kubernetes take these lines for comments.'

const Kept = z.object({ gauntlet: z.literal(1), order: z.array(z.string()), objects: z.array(SpecObject), edges: z.array(DeclaredEdge).optional() })
export type Kept = z.infer<typeof Kept>

/** The comment for a spec whose documents, read alone, give `readBack`. */
export function keptText(spec: StackSpec, readBack: StackSpec): string {
  const documents = new Map(readBack.objects.map((object) => [specObjectId(object), object]))
  const objects = spec.objects.filter((object) => !isEqual(toJson(documents.get(specObjectId(object)) ?? null), toJson(object)))
  const order = spec.objects.map(specObjectId)
  // The first line is what import looks for, so it does not leave the order of keys to the writer.
  // Older readers of YAML end a comment at these; they stand only in quotes, where they may be written as escapes.
  const yaml = toYaml({ order, objects: toJson(objects), ...(spec.edges === undefined ? {} : { edges: toJson(spec.edges) }) }).replaceAll(/[\u0085\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const lines = yaml.trimEnd().split('\n')
  return [EXPLAINED, FIRST_LINE, ...lines.map((line) => (line === '' ? '#|' : `#| ${line}`))].join('\n').concat('\n')
}

/** What the comment in a text says, and the line on which it starts; undefined when there is none, or none that can be read. */
export function readKept(text: string): { kept: Kept; line: number } | undefined {
  if (!text.includes(FIRST_LINE)) return undefined
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.trimEnd() === FIRST_LINE)
  if (start < 0) return undefined
  const written: string[] = []
  for (const line of lines.slice(start)) {
    const found = KEPT_LINE.exec(line)
    if (!found) break
    written.push(found[1] ?? '')
  }
  const parsed = Kept.safeParse(readYaml([{ name: '', text: written.join('\n') }]).documents[0]?.value)
  return parsed.success ? { kept: parsed.data, line: start + 1 } : undefined
}

/**
 * The spec that documents gave, with what was kept beside them. A document that somebody changed or took out counts, not what was kept of
 * it; nothing that holds a credential comes in this way. `added` are the ids of objects that had no document.
 */
export function withKept(spec: StackSpec, { order, objects, edges }: Kept): { spec: StackSpec; added: string[] } {
  const found = new Map(spec.objects.map((object) => [specObjectId(object), object]))
  const added: string[] = []
  for (const object of objects) {
    const id = specObjectId(object)
    const document = found.get(id)
    if (document === undefined && isManaged(object)) continue
    if (document !== undefined && !isEqual(toJson(renderObject(document)), toJson(renderObject(object)))) continue
    if (credentialHolder(EMPTY_SPEC, { version: 1, objects: [object] }) !== undefined) continue
    if (document === undefined) added.push(id)
    found.set(id, object.type === 'reference' ? withoutCredentials(object) : object)
  }
  const place = new Map(order.map((id, index) => [id, index]))
  const rank = (object: SpecObject): number => place.get(specObjectId(object)) ?? order.length
  const all = { ...spec, objects: [...found.values()].toSorted((a, b) => rank(a) - rank(b)) }
  return { spec: edges === undefined ? all : withEdges(all, edges), added }
}

/** A file may have been written to by anybody: of a credential only what names a variable or a gap is taken. */
function withoutCredentials(reference: Reference): Reference {
  const objectStorage = Object.entries(reference.objectStorage).map(([key, storage]) => {
    const credentials = Object.entries(storage.credentials).map(([name, { state, text }]) => {
      const isName = text !== undefined && (/^\$\(\w+\)$/.test(text) || isPlaceholder(text))
      return [name, { state, ...(isName ? { text } : {}) }] as const
    })
    return [key, { ...storage, credentials: Object.fromEntries(credentials) }] as const
  })
  return { ...reference, objectStorage: Object.fromEntries(objectStorage) }
}

function toJson(value: unknown): Json {
  // Safe because JSON.parse gives nothing but JSON.
  return JSON.parse(JSON.stringify(value)) as Json
}
