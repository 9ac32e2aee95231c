import { describe, expect, it } from 'vitest'
import type { Json, KubeObject } from '../manifest/types.ts'
import { specOf } from '../testing/specs.ts'
import { secretNotes } from './secret-notes.ts'

const SPEC = specOf(`
apiVersion: v1
kind: Secret
metadata: { name: bucket, namespace: m }
stringData: { objstore.yml: "type: S3" }
---
apiVersion: v1
kind: Secret
metadata: { name: unread, namespace: m }
stringData: { a: b }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: m }
spec:
  template:
    spec:
      containers: [{ name: t, image: "quay.io/thanos/thanos:v0.42.0", args: [store, --objstore.config-file=/etc/thanos/objstore.yml], volumeMounts: [{ name: b, mountPath: /etc/thanos }] }]
      volumes: [{ name: b, secret: { secretName: bucket } }]
`)
const written = (kind: string, name: string, time: string, fields: Json): [string, KubeObject] => [`${kind}/m/${name}`, {
  apiVersion: 'v1', kind, metadata: { name, namespace: 'm', managedFields: [{ manager: 'kubectl', operation: 'Apply', apiVersion: 'v1', time, fieldsType: 'FieldsV1', fieldsV1: fields }] },
  ...(kind === 'StatefulSet' ? { spec: { template: { metadata: { annotations: { a: 'b' } } } } } : {}),
}]
const set = written('StatefulSet', 'store', '2026-11-20T10:00:00Z', { 'f:spec': { 'f:template': { 'f:metadata': { 'f:annotations': { 'f:a': {} } } } } })
const secret = (name: string, time: string): [string, KubeObject] => written('Secret', name, time, { 'f:data': {} })
const notes = (live: [string, KubeObject][], restarting: string[] = []) => secretNotes(SPEC, { live: new Map(live), restarting: new Set(restarting) }).map(({ en }) => en)

describe('secretNotes', () => {
  it('tells of a Secret that was written after the pods that read it were rolled out', () => {
    expect(notes([set, secret('bucket', '2026-11-21T09:30:00Z')])).toEqual([
      'Secret/m/bucket was written at 2026-11-21 09:30:00 UTC, after store was last rolled out. Pods read it only when they start: those that are older use what it said before, and this plan does not restart them.',
    ])
  })

  it('says nothing of one that was made only then: no pod can have read it before', () => {
    const [id, object] = secret('bucket', '2026-11-21T09:30:00Z')
    const made = (at: string): [string, KubeObject] => [id, { ...object, metadata: { ...object.metadata, creationTimestamp: at } }]
    expect(notes([set, made('2026-11-21T09:29:00Z')])).toEqual([])
    expect(notes([set, made('2026-11-01T00:00:00Z')])).toHaveLength(1)
  })

  it('says nothing of one that is older, that nobody reads, whose readers restart anyway, or whose times nobody knows', () => {
    expect(notes([set, secret('bucket', '2026-11-20T10:00:00Z')])).toEqual([])
    expect(notes([set, secret('unread', '2026-11-21T09:30:00Z')])).toEqual([])
    expect(notes([set, secret('bucket', '2026-11-21T09:30:00Z')], ['StatefulSet/m/store'])).toEqual([])
    expect(notes([secret('bucket', '2026-11-21T09:30:00Z')])).toEqual([])
  })
})
