// Reads what was typed on the YAML side of an editor: one object, the same one, without credentials.
import type { Json } from '#lib/manifest/types.ts'
import { isKubeObject, objectId } from '#lib/manifest/types.ts'
import { readYaml, type ReadProblem } from '#lib/manifest/read-yaml.ts'
import { adoptObjects } from '#lib/thanos/adopt.ts'

export type EditedYaml =
  | { readonly ok: true; readonly manifest: Json }
  | { readonly ok: false; readonly problem: { kind: 'syntax'; problem: ReadProblem } | { kind: 'count'; count: number } | { kind: 'other'; found: string } | { kind: 'secret' } }

/** The manifest that the text holds, or why it cannot be taken for the object `id`. */
export function readEditedYaml(id: string, text: string): EditedYaml {
  const { documents, problems } = readYaml([{ name: 'YAML', text }])
  const [problem] = problems
  if (problem !== undefined) return { ok: false, problem: { kind: 'syntax', problem } }
  const [document] = documents
  if (document === undefined || documents.length !== 1) return { ok: false, problem: { kind: 'count', count: documents.length } }
  const { value } = document
  if (!isKubeObject(value) || objectId(value) !== id) {
    return { ok: false, problem: { kind: 'other', found: isKubeObject(value) ? objectId(value) : '—' } }
  }
  // Whatever holds credentials must not reach the draft, which is kept in the browser's storage.
  if (adoptObjects([value]).withheld.length > 0) return { ok: false, problem: { kind: 'secret' } }
  return { ok: true, manifest: value }
}
