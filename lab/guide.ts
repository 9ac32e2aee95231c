// Knows where the guide's manifests are, and gives them for a namespace of a test's own.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '#lib/manifest/types.ts'
import { isKubeObject } from '#lib/manifest/types.ts'

const FOLDER = join(import.meta.dirname, '..', 'examples', 'guide')

/** The files as an operator would drop them, with `namespace` wherever the guide says monitoring: in metadata and in addresses. */
export async function guideFiles(namespace: string): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml')).toSorted()
  return Promise.all(names.map(async (name) => ({
    name,
    text: (await readFile(join(FOLDER, name), 'utf8')).replaceAll(/namespace: monitoring$/gm, `namespace: ${namespace}`).replaceAll('.monitoring.svc', `.${namespace}.svc`),
  })))
}

/** The objects in them, read by nothing of Gauntlet's. */
export async function guideObjects(namespace: string): Promise<KubeObject[]> {
  const documents = (await guideFiles(namespace)).flatMap(({ text }) => parseAllDocuments(text))
  return documents.map((document): unknown => document.toJS()).filter(isKubeObject)
}
