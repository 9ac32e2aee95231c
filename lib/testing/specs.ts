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

/** A ruler with the files of its ConfigMap, mounted at /etc/rules: `files` as YAML, `args` besides those that every ruler has. */
export function rulerSpec({ namespace, files, args = '' }: { namespace: string; files: string; args?: string }): StackSpec {
  return specOf(`
apiVersion: v1
kind: ConfigMap
metadata: { name: rules, namespace: ${namespace} }
data: { ${files} }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ruler, namespace: ${namespace} }
spec:
  serviceName: ruler
  selector: { matchLabels: { app: ruler } }
  template:
    metadata: { labels: { app: ruler } }
    spec:
      containers:
        - name: t
          image: quay.io/thanos/thanos:v0.42.0
          args: [rule, '--label=r="x"', --rule-file=/etc/rules/rules.yaml, "--query=http://query:10902", "--objstore.config={type: S3, config: {bucket: thanos, endpoint: e}}"${args}]
          volumeMounts: [{ name: rules, mountPath: /etc/rules }]
      volumes: [{ name: rules, configMap: { name: rules } }]
`)
}
