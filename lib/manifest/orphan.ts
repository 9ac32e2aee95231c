// Which live objects were made by Gauntlet, and which of them may be deleted once nothing asks for them any more.
import { text, type Text } from '../text.ts'
import { managedBy, putsBack, type ManagedBy } from './managed-by.ts'
import { managedEntries } from './managed-fields.ts'
import { markOf } from './revision-mark.ts'
import type { KubeObject } from './types.ts'

/** Kinds that hold what nobody can bring back, or that others live in: never deleted, whoever made them. */
const NEVER: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'CustomResourceDefinition', 'StorageClass', 'Secret'])

/** Whether objects of a kind may ever be deleted. */
export function mayDelete(kind: string): boolean {
  return !NEVER.has(kind)
}

/** Whether another object owns it: who made that one makes and deletes this one too. */
export function isOwned({ metadata: { ownerReferences } }: KubeObject): boolean {
  return Array.isArray(ownerReferences) && ownerReferences.length > 0
}

/** Whether Gauntlet applied an object: by its field manager, or by the mark of a revision. What a controller made of such an object is not ours. */
export function isOurs(object: KubeObject, manager: string): boolean {
  if (isOwned(object)) return false
  const isApplied = managedEntries(object).some(({ manager: { name, operation, subresource } }) => name === manager && operation === 'Apply' && subresource === undefined)
  return isApplied || markOf(object) !== undefined
}

/** Who else manages what is left over, and whether that one makes it again; undefined where it is Gauntlet's alone. */
export function orphanOwner(object: KubeObject): Text | undefined {
  const others = managedBy(object).filter(({ tool }) => tool !== 'gauntlet' && tool !== 'autoscaler')
  if (others.length === 0) return undefined
  const names = [...new Set(others.map(nameOf))].join(', ')
  const again = others.filter(({ tool }) => putsBack(tool) !== 'never')
  if (again.length === 0) return text(`${names} manages it as well.`, `${names}도 관리하는 오브젝트입니다.`)
  return text(
    `${names} manages it as well, and makes it again unless it is taken out there too.`,
    `${names}도 관리하는 오브젝트입니다. 그쪽에서도 빼지 않으면 다시 만들어집니다.`,
  )
}

function nameOf({ tool, name }: ManagedBy): string {
  const word = { gauntlet: 'Gauntlet', kubectl: 'kubectl', helm: 'Helm', argocd: 'Argo CD', flux: 'Flux', operator: '', autoscaler: '', kubernetes: '', other: '' }[tool]
  return [word, word === '' || name === undefined ? name : `(${name})`].filter((part) => part !== undefined && part !== '').join(' ')
}
