// Small specs for tests, adopted from YAML like any other.
import { adopt } from '../thanos/adopt.ts'
import type { StackSpec } from '../thanos/spec.ts'

/** The spec of some YAML. Throws when a document in it is bad. */
export function specOf(yaml: string): StackSpec {
  const { spec, problems } = adopt([{ name: 'test.yaml', text: yaml }])
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message.en).join('; '))
  return spec
}

/** One querier and its Service, with as many replicas as wanted; nothing in it is an error. */
export function querySpec({ replicas = 1, namespace = 'monitoring' }: { replicas?: number; namespace?: string } = {}): StackSpec {
  return specOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: thanos-query, namespace: ${namespace} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: thanos-query } }
  template:
    metadata: { labels: { app: thanos-query } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.0
          args: [query, "--http-address=0.0.0.0:10902", "--grpc-address=0.0.0.0:10901"]
          ports: [{ name: http, containerPort: 10902 }, { name: grpc, containerPort: 10901 }]
---
apiVersion: v1
kind: Service
metadata: { name: thanos-query, namespace: ${namespace} }
spec:
  selector: { app: thanos-query }
  ports: [{ name: http, port: 10902, targetPort: 10902 }, { name: grpc, port: 10901, targetPort: 10901 }]
`)
}
