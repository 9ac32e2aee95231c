import { describe, expect, it } from 'vitest'
import type { ObjectChange } from '../../manifest/change.ts'
import { specOf } from '../../testing/specs.ts'
import { impactOf } from './impact.ts'

const ZONES = ['a', 'b', 'c']

/** A router before three StatefulSets of one receiver each, that share a ring of three copies. */
const zones = specOf(`apiVersion: v1
kind: ConfigMap
metadata: { name: ring, namespace: m }
data: { hashrings.json: '${JSON.stringify([{ endpoints: ZONES.map((zone) => ({ address: `${zone}-0.${zone}.m.svc.cluster.local:10901`, az: zone })) }])}' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: router, namespace: m }
spec:
  selector: { matchLabels: { app: router } }
  template:
    metadata: { labels: { app: router } }
    spec:
      containers: [{ name: t, image: thanos:v0.42.4, args: [receive, '--label=r="x"', --receive.replication-factor=3, --receive.hashrings-algorithm=ketama, --receive.hashrings-file=/etc/ring/hashrings.json], volumeMounts: [{ name: ring, mountPath: /etc/ring }] }]
      volumes: [{ name: ring, configMap: { name: ring } }]
${ZONES.map((zone) => `---
apiVersion: v1
kind: Service
metadata: { name: ${zone}, namespace: m }
spec: { clusterIP: None, selector: { app: ${zone} }, ports: [{ name: grpc, port: 10901 }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${zone}, namespace: m }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: ${zone} } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${zone}, namespace: m }
spec:
  replicas: 1
  serviceName: ${zone}
  selector: { matchLabels: { app: ${zone} } }
  template:
    metadata: { labels: { app: ${zone} } }
    spec: { containers: [{ name: t, image: thanos:v0.42.4, args: [receive, '--label=r="${zone}"'] }] }
`).join('')}`)

describe('impactOf a restart beside receivers that are not ready', () => {
  const ingest = (unready: [string, number][]): string[] => {
    const changes: ObjectChange[] = [{ object: 'StatefulSet/m/a', verdict: 'change', fields: [], conflicts: [], liveYaml: '', predictedYaml: '', restarts: 1 }]
    return impactOf({ before: zones, after: zones, changes, steps: changes, unready: new Map(unready) }).filter(({ area }) => area === 'ingest').map(({ weight, message }) => `${weight}: ${message.en}`)
  }

  it('tells that quorum is lost where another receiver of the ring is down already', () => {
    expect(ingest([])).toEqual(['none: No write is refused'])
    expect(ingest([['StatefulSet/m/b', 1]])).toEqual(['danger: Quorum is lost while a restarts: 1 receiver of its ring is not ready now'])
  })

  it('does not count who takes no part in the ring', () => {
    expect(ingest([['Deployment/m/router', 1], ['StatefulSet/m/elsewhere', 1], ['StatefulSet/m/c', 0]])).toEqual(['none: No write is refused'])
  })
})
