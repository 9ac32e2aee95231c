// A revision as files for others: one YAML stream, or a Kustomize folder. Import gives the same spec back; no secret is in either.
import { toYaml, toYamlStream } from '../manifest/yaml.ts'
import type { KubeObject } from '../manifest/types.ts'
import { adopt } from './adopt.ts'
import { orderedObjects } from './apply-order.ts'
import { keptText } from './export-kept.ts'
import type { StackSpec } from './spec.ts'

/** What is exported: the stack's slug and namespace, and the number of the revision. */
export type ExportSource = { readonly stack: string; readonly namespace: string; readonly revision: number }
export type ExportFile = { readonly name: string; readonly text: string }

const FILE_NAME_LENGTH = 90

/** What Gauntlet applies, in the order in which it does, as one stream for `kubectl apply -f`. */
export function exportYaml(spec: StackSpec, source: ExportSource): ExportFile {
  const objects = orderedObjects(spec)
  const documents = toYamlStream(objects)
  const head = commentOf([`${source.stack}, revision ${source.revision}: what Gauntlet applies, in the order in which it does.`, ...neededSecrets(spec)])
  const parts = [head, ...(documents === '' ? [] : [documents]), keptText(spec, adopt([{ name: '', text: documents }]).spec)]
  return { name: `${source.stack}-r${source.revision}.yaml`, text: parts.join('---\n') }
}

/** The same for `kubectl apply -k`: a file an object, kustomization.yaml, and what Gauntlet keeps in a file that nothing applies. */
export function exportKustomize(spec: StackSpec, source: ExportSource): ExportFile[] {
  const objects = orderedObjects(spec)
  const names = fileNames(objects)
  const manifests = objects.map((object, index) => ({ name: names[index] ?? '', text: toYaml(object) }))
  const head = commentOf([
    `${source.stack}, revision ${source.revision}. Apply it with: kubectl apply -k .`,
    'Kustomize sorts objects its own way; Gauntlet applies them in the order below and waits for each workload.',
    ...neededSecrets(spec),
  ])
  const kustomization = `${head}${toYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization',
    ...(isAllIn(objects, source.namespace) ? { namespace: source.namespace } : {}),
    resources: names, ...imagesOf(objects),
  })}`
  const kept = keptText(spec, adopt(manifests).spec)
  return [{ name: 'kustomization.yaml', text: kustomization }, ...manifests, { name: 'gauntlet-kept.yaml', text: kept }]
}

/** What has to be in the cluster already: the spec only refers to it. */
function neededSecrets({ objects }: StackSpec): string[] {
  const references = objects.flatMap((object) => (object.type === 'reference' ? [object] : []))
  if (references.length === 0) return []
  return [
    'What must exist in the cluster before it; its values are kept nowhere and are not in here:',
    ...references.map(({ object, name, namespace, keys }) => `  ${object} ${namespace === undefined ? name : `${namespace}/${name}`}${keys.length === 0 ? '' : ` with ${keys.join(', ')}`}`),
  ]
}

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => `# ${line.replaceAll(/[\p{C}\u2028\u2029]/gu, ' ')}\n`).join('')
}

/** "deployment-thanos-query.yaml"; with the namespace in front where there are several, and counted where two would be one. */
function fileNames(objects: readonly KubeObject[]): string[] {
  const isMixed = new Set(objects.map(({ metadata }) => metadata.namespace)).size > 1
  const taken = new Set(['kustomization', 'gauntlet-kept'])
  return objects.map(({ kind, metadata }) => {
    const words = [...(isMixed && metadata.namespace !== undefined ? [metadata.namespace] : []), kind.toLowerCase(), metadata.name]
    const stem = words.join('-').replaceAll(/[^\w.-]+/g, '_').slice(0, FILE_NAME_LENGTH)
    let name = stem
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${stem}-${count}`
    taken.add(name.toLowerCase())
    return `${name}.yaml`
  })
}

/** Whether a namespace for all says what every object says already, or says nothing. */
function isAllIn(objects: readonly KubeObject[], namespace: string): boolean {
  return objects.every(({ metadata }) => metadata.namespace === undefined || metadata.namespace === namespace)
}

/** The images with their tags, so that one line changes a version everywhere; those that stand with two tags are left to the manifests. */
function imagesOf(objects: readonly KubeObject[]): { images?: { name: string; newTag: string }[] } {
  const tags = new Map<string, Set<string>>()
  for (const image of objects.flatMap((object) => containerImages(object))) {
    const [, name, tag = ''] = /^(.+?)(?::([\w][\w.-]*))?$/.exec(image) ?? []
    // A digest names one image for good: no tag belongs to it.
    if (name !== undefined) tags.set(name, new Set([...(tags.get(name) ?? []), image.includes('@') ? '' : tag]))
  }
  const images = [...tags].flatMap(([name, [tag = '', ...others]]) => (tag === '' || others.length > 0 ? [] : [{ name, newTag: tag }]))
  return images.length === 0 ? {} : { images: images.toSorted((a, b) => a.name.localeCompare(b.name, 'en')) }
}

function containerImages(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(containerImages)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]): string[] => {
    const isContainers = (key === 'containers' || key === 'initContainers') && Array.isArray(child)
    return isContainers ? child.flatMap((container: unknown) => (isImaged(container) ? [container.image] : [])) : containerImages(child)
  })
}

function isImaged(container: unknown): container is { image: string } {
  return typeof container === 'object' && container !== null && 'image' in container && typeof container.image === 'string'
}
