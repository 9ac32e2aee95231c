// Which tools manage a live object, by the marks that they leave: owner references, labels, annotations and the names of field managers.
import { mapsAt, stringAt } from './fields.ts'
import { managedEntries, type ManagedEntry } from './managed-fields.ts'
import { isJsonObject, type JsonObject, type KubeObject } from './types.ts'

export type Tool = 'gauntlet' | 'kubectl' | 'helm' | 'argocd' | 'flux' | 'operator' | 'autoscaler' | 'kubernetes' | 'other'

/** `name` is the release, application or owner where it is known; of `other`, the manager's own name. */
export type ManagedBy = { tool: Tool; name?: string }

/** Who manages an object, each once: its owner first, then what its marks say, then what its field managers say. */
export function managedBy(object: KubeObject): ManagedBy[] {
  const owner = mapsAt(object.metadata, 'ownerReferences').find(({ controller }) => controller === true)
  const marks = markedBy(object)
  const writers = managedEntries(object).filter(isWriter).map((entry): ManagedBy => {
    const tool = toolOf(entry)
    const marked = marks.find((mark) => mark.tool === tool)
    return marked ?? { tool, ...(tool === 'other' || tool === 'operator' ? { name: entry.manager.name } : {}) }
  })
  const all: ManagedBy[] = [...(owner ? [{ tool: 'operator' as const, name: `${String(owner.kind)} ${String(owner.name)}` }] : []), ...marks, ...writers]
  // An owner says more than the name under which its operator writes.
  const told = owner ? all.filter(({ tool, name }) => tool !== 'operator' || name === `${String(owner.kind)} ${String(owner.name)}`) : all
  return [...new Map(told.map((each) => [JSON.stringify(each), each])).values()]
}

/** The tool behind an entry of managedFields. An entry of a scale subresource is an autoscaler's. */
export function toolOf({ manager: { name, subresource } }: ManagedEntry): Tool {
  if (subresource === 'scale') return 'autoscaler'
  return TOOLS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
}

/** In what way a tool writes its fields again. `always`: a controller that watches; `upgrade`: with its next release; `never`: only when a person does. */
export function putsBack(tool: Tool): 'always' | 'upgrade' | 'never' {
  switch (tool) {
    case 'argocd': case 'flux': case 'operator': case 'autoscaler': case 'kubernetes': return 'always'
    case 'helm': case 'other': return 'upgrade'
    case 'gauntlet': case 'kubectl': return 'never'
  }
}

const TOOLS: readonly (readonly [RegExp, Tool])[] = [
  [/^gauntlet$/, 'gauntlet'],
  [/^(?:kubectl\b|before-first-apply$)/, 'kubectl'],
  [/^(?:argocd|argo-cd|argocd-)/, 'argocd'],
  [/^(?:kustomize-controller|helm-controller|source-controller|fluxcd|flux)/, 'flux'],
  [/^helm/i, 'helm'],
  [/^(?:prometheusoperator|prometheus-operator|thanos-operator)|operator$/i, 'operator'],
  [/^(?:horizontal-pod-autoscaler|keda|kube-controller-manager-hpa)/, 'autoscaler'],
  [/^(?:kube-|k3s$|deployment-controller|statefulset-controller|cloud-controller)/, 'kubernetes'],
]

/** Whether an entry manages anything. Controllers of Kubernetes write status and a few annotations of everything: that does not. */
export function isWriter(entry: ManagedEntry): boolean {
  return entry.manager.subresource !== 'status' && toolOf(entry) !== 'kubernetes' && !isStatusAlone(entry.fields)
}

function isStatusAlone(fields: JsonObject): boolean {
  return Object.keys(fields).every((key) => key === 'f:status')
}

function markedBy(object: KubeObject): ManagedBy[] {
  const { labels, annotations } = object.metadata
  const all: JsonObject = { ...(isJsonObject(labels) ? labels : {}), ...(isJsonObject(annotations) ? annotations : {}) }
  const helm = stringAt(all, 'meta.helm.sh/release-name')
  const isHelm = all['app.kubernetes.io/managed-by'] === 'Helm' || helm !== undefined
  const argocd = stringAt(all, 'argocd.argoproj.io/tracking-id')?.split(':')[0] ?? stringAt(all, 'argocd.argoproj.io/instance')
  const flux = stringAt(all, 'kustomize.toolkit.fluxcd.io/name') ?? stringAt(all, 'helm.toolkit.fluxcd.io/name')
  return [
    ...(argocd === undefined ? [] : [{ tool: 'argocd' as const, name: argocd }]),
    ...(flux === undefined ? [] : [{ tool: 'flux' as const, name: flux }]),
    ...(isHelm ? [{ tool: 'helm' as const, ...(helm === undefined ? {} : { name: helm }) }] : []),
  ]
}
