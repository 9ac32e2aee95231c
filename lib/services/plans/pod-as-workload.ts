// A pod as if it were a workload of one, so that it can be read as what it runs: it need not be as its own workload asks any more.
import { isJsonObject, type KubeObject } from '../../manifest/types.ts'

/** A StatefulSet of the pod's own name, whose template is the pod: its labels, annotations and spec. */
export function podAsWorkload({ metadata: { name, namespace, labels, annotations }, spec }: KubeObject): KubeObject {
  return {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      replicas: 1, serviceName: name, selector: { matchLabels: labels ?? {} },
      template: { metadata: { labels: labels ?? {}, ...(annotations === undefined ? {} : { annotations }) }, spec: isJsonObject(spec) ? spec : {} },
    },
  }
}
