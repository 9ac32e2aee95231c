// kustomization.yaml among imported files: no object of the cluster. What it only lists is read from the files beside it.
import type { ReadProblem } from '../manifest/read-yaml.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { text } from '../text.ts'

/** Fields that say nothing beyond what the listed files say. `namespace` is the stack's own matter, `images` is looked at. */
const HARMLESS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'namespace', 'images', 'sortOptions', 'buildMetadata'])

/** Whether a document is one for Kustomize: it says so, or its file is called so. */
export function isKustomization(value: Json, fileName: string): value is JsonObject {
  if (!isJsonObject(value)) return false
  if (typeof value.apiVersion === 'string') return value.apiVersion.startsWith('kustomize.config.k8s.io/')
  return value.kind === undefined && /(^|\/)kustomization(\.ya?ml)?$/i.test(fileName)
}

/** What it does to the listed files and Gauntlet does not: the import would be another installation. Undefined when it only lists them. */
export function kustomizationProblem(value: JsonObject, place: { file: string; line: number }, imagesRead: readonly string[]): ReadProblem | undefined {
  const doing = Object.keys(value).filter((key) => !HARMLESS.has(key))
  if (changesImages(value.images, imagesRead)) doing.push('images')
  if (doing.length === 0) return undefined
  const named = doing.join(', ')
  return {
    ...place, column: 1,
    message: text(
      `This kustomization changes what it lists (${named}), and Gauntlet reads the files as they are. Import the output of \`kubectl kustomize\` instead.`,
      `이 kustomization은 나열한 파일을 바꿉니다(${named}). Gauntlet은 파일을 그대로 읽으므로 \`kubectl kustomize\`의 출력을 가져오세요.`,
    ),
  }
}

/** Whether an image that was read would run with another name, tag or digest. */
function changesImages(images: Json | undefined, read: readonly string[]): boolean {
  if (!Array.isArray(images)) return false
  return images.some((image) => {
    if (!isJsonObject(image) || typeof image.name !== 'string') return false
    const { name, newTag } = image
    if (image.newName !== undefined || image.digest !== undefined) return true
    return read.some((one) => (one === name || one.startsWith(`${name}:`) || one.startsWith(`${name}@`)) && one !== `${name}:${String(newTag)}`)
  })
}
