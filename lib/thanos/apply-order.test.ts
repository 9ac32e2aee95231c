import { describe, expect, it } from 'vitest'
import { objectId } from '../manifest/types.ts'
import { adopt } from './adopt.ts'
import { orderedObjects } from './apply-order.ts'

const workload = (kind: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${kind}-w }
spec: { template: { spec: { containers: [{ name: t, image: thanos, args: [${kind}] }] } } }
`
const YAML = ['compact', 'rule', 'query', 'query-frontend', 'receive', 'store', 'sidecar'].map(workload).join('---')
  + '---\napiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec: {}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: { a: b }\n'
  + '---\napiVersion: v1\nkind: Secret\nmetadata: { name: x }\nstringData: { a: b }\n'

describe('orderedObjects', () => {
  it('applies configuration and Services first, then store, receive, query, query-frontend, rule, compact; never a Secret or a sidecar', () => {
    const { spec } = adopt([{ name: 'all.yaml', text: YAML }])
    expect(orderedObjects(spec).map(objectId)).toEqual([
      'ConfigMap/c', 'Service/s', ...['store', 'receive', 'query', 'query-frontend', 'rule', 'compact'].map((kind) => `Deployment/${kind}-w`),
    ])
  })
})
