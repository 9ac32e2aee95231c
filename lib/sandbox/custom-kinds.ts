// Kinds that somebody brought along: CustomResourceDefinitions, what they say of themselves, and the kinds that they make.
// Source: apiextensions-apiserver, pkg/{apis/apiextensions/validation,controller/{establish,status}} of Kubernetes 1.35. What lies below the
// metadata of a custom resource is free: schemas are kept and not asked, and versions are not converted.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { apiTime } from './api-time.ts'
import type { Cluster } from './cluster.ts'
import { writeStatus } from './cluster.ts'
import { withConditions } from './conditions.ts'
import type { FieldError } from './field-error.ts'
import { invalidValue, required } from './field-error.ts'
import { itemsAt, mapAt, textAt, valueAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { apiVersionOf, KIND_TABLE, kindNamed } from './kinds.ts'
import { setDefault, touch } from './pod-defaults.ts'
import type { Store } from './store.ts'

/** Every kind that is served now. */
export function kindsOf(store: Store): readonly KindInfo[] {
  const made = definitions(store).filter(isEstablished).flatMap(kindsOfDefinition)
  return made.length === 0 ? KIND_TABLE : [...KIND_TABLE, ...made]
}

/** The kind of a stored object. Throws when there is none any more: a fault of the caller. */
export function kindOf(store: Store, { apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): KindInfo {
  const found = [...KIND_TABLE, ...definitions(store).flatMap(kindsOfDefinition)].find((info) => info.kind === kind && apiVersionOf(info) === apiVersion)
  if (!found) throw new Error(`the sandbox has no kind ${kind} in ${apiVersion}`)
  return found
}

/** The objects that go with a definition. */
export function objectsOfDefinition(store: Store, definition: KubeObject): { kind: KindInfo; object: KubeObject }[] {
  return kindsOfDefinition(definition).flatMap((kind) => store.list(kind).map((object) => ({ kind, object })))
}

/** Lets definitions that are new be served, as their controllers do a moment after they were made. */
export function establish(cluster: Cluster): void {
  for (const definition of definitions(cluster.store)) {
    if (isEstablished(definition)) continue
    const storage = itemsAt(definition, 'spec', 'versions').find(({ storage: isStorage }) => isStorage === true)
    writeStatus(cluster, definition, {
      manager: 'kube-apiserver',
      status: {
        acceptedNames: mapAt(definition, 'spec', 'names'), storedVersions: [textAt(storage, 'name')],
        conditions: withConditions(definition, [
          { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
          { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
        ], apiTime(cluster.now())),
      },
    })
  }
}

export function defaultDefinition(definition: KubeObject): void {
  const spec = touch(definition, 'spec')
  const names = touch(spec, 'names')
  const kind = textAt(names, 'kind')
  setDefault(names, 'singular', kind.toLowerCase())
  setDefault(names, 'listKind', `${kind}List`)
  setDefault(touch(spec, 'conversion'), 'strategy', 'None')
}

export function definitionProblems(definition: KubeObject): FieldError[] {
  const versions = itemsAt(definition, 'spec', 'versions')
  const [plural, group, name] = [textAt(definition, 'spec', 'names', 'plural'), textAt(definition, 'spec', 'group'), definition.metadata.name]
  return [
    ...(name === `${plural}.${group}` ? [] : [invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group')]),
    ...(versions.filter(({ storage }) => storage === true).length === 1 ? [] : [invalidValue('spec.versions', valueAt(definition, 'spec', 'versions'), 'must have exactly one version marked as storage version')]),
    ...versions.flatMap((version, index) => (isJsonObject(valueAt(version, 'schema', 'openAPIV3Schema')) ? [] : [required(`spec.versions[${index}].schema.openAPIV3Schema`)])),
  ]
}

function definitions(store: Store): KubeObject[] {
  return store.list(kindNamed('CustomResourceDefinition'))
}

function isEstablished(definition: KubeObject): boolean {
  return itemsAt(definition, 'status', 'conditions').some(({ type, status }) => type === 'Established' && status === 'True')
}

/** Those that the sandbox serves itself stay as they are. */
function kindsOfDefinition(definition: KubeObject): KindInfo[] {
  const group = textAt(definition, 'spec', 'group')
  const { plural, kind, shortNames }: JsonObject = mapAt(definition, 'spec', 'names')
  return itemsAt(definition, 'spec', 'versions').filter(({ served }) => served === true).map((version): KindInfo => ({
    group, version: textAt(version, 'name'), kind: String(kind), plural: String(plural), namespaced: textAt(definition, 'spec', 'scope') === 'Namespaced', type: 'Custom',
    hasStatus: valueAt(version, 'subresources', 'status') !== undefined, names: 'subdomain', shortNames: Array.isArray(shortNames) ? shortNames.map(String) : [],
  })).filter((made) => !KIND_TABLE.some((own) => own.kind === made.kind && own.group === group && own.version === made.version))
}
