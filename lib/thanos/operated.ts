// Pods that prometheus-operator makes of a Prometheus or a ThanosRuler: no manifest holds them, yet Services lead to them.
// Source: https://github.com/prometheus-operator/prometheus-operator (labels of the pods that it makes).
import { sameNamespace, type ServiceView } from './pod.ts'
import type { StackSpec } from './spec.ts'

const LABEL_OF: Readonly<Record<string, string>> = { Prometheus: 'prometheus', ThanosRuler: 'thanos-ruler' }

/** Whether a Service leads to pods that an operator makes of an object of the spec. */
export function leadsToOperated(spec: StackSpec, service: ServiceView): boolean {
  const wanted = Object.entries(service.selector)
  return spec.objects.some((object) => {
    const label = object.type === 'object' ? LABEL_OF[object.object] : undefined
    if (label === undefined || wanted.length === 0 || !sameNamespace(service, object)) return false
    const labels: Record<string, string> = {
      [label]: object.name, 'app.kubernetes.io/name': label, 'app.kubernetes.io/instance': object.name, 'app.kubernetes.io/managed-by': 'prometheus-operator', 'operator.prometheus.io/name': object.name, 'operator.prometheus.io/shard': '0',
    }
    return wanted.every(([key, value]) => labels[key] === value)
  })
}
