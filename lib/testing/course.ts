// An installation whose rolling takes a while and touches every kind of step: files, Services, StatefulSets in order, Deployments.
import type { StackSpec } from '../thanos/spec.ts'
import { querySpec, specOf } from './specs.ts'

/** Revision after revision something else changes, back and forth, and every pod is replaced. */
export function courseSpec(namespace: string, revision: number): StackSpec {
  const tag = revision % 2 === 0 ? 'v0.42.1' : 'v0.42.0'
  const query = querySpec({ namespace, replicas: 1 + revision % 2 })
  const others = specOf(`
apiVersion: v1
kind: ConfigMap
metadata: { name: notes, namespace: ${namespace} }
data: { notes.txt: "revision ${revision}" }
---
apiVersion: v1
kind: Service
metadata: { name: thanos-store, namespace: ${namespace}, labels: { revision: "${revision}" } }
spec:
  clusterIP: None
  selector: { app: thanos-store }
  ports: [{ name: grpc, port: 10901 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: thanos-store, namespace: ${namespace} }
spec:
  serviceName: thanos-store
  replicas: 2
  selector: { matchLabels: { app: thanos-store } }
  template:
    metadata: { labels: { app: thanos-store } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:${tag}
          args: [store, --data-dir=/data, "--objstore.config=type: FILESYSTEM\\nconfig:\\n  directory: /bucket"]
          ports: [{ name: http, containerPort: 10902 }, { name: grpc, containerPort: 10901 }]
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes: [{ name: data, emptyDir: {} }]
`)
  return { version: 1, objects: [...others.objects, ...query.objects] }
}
