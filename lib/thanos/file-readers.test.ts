import { describe, expect, it } from 'vitest'
import { specOf } from '../testing/specs.ts'
import { fileReads, startText } from './file-readers.ts'
import { workloads, type StackSpec } from './spec.ts'

function receiver({ mount = '{ name: c, mountPath: /etc/c }', args = '', env = '' }: { mount?: string; args?: string; env?: string }): StackSpec {
  return specOf(`
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: m }
data: { hashrings.json: '[]', limits.yaml: 'write: {}', relabel.yaml: '[]', word: 'x', unread: 'other' }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: r, namespace: m }
spec:
  serviceName: r
  selector: { matchLabels: { app: r } }
  template:
    metadata: { labels: { app: r } }
    spec:
      containers: [{ name: t, image: thanos:v0.42.4, args: [receive, --receive.hashrings-file=/etc/c/hashrings.json, --receive.limits-config-file=/etc/c/limits.yaml, --receive.relabel-config-file=/etc/c/relabel.yaml${args}], volumeMounts: [${mount}]${env} }]
      volumes: [{ name: c, configMap: { name: c } }]
`)
}

const told = (spec: StackSpec) => fileReads(spec).map(({ key, how, everyMs }) => [key, how, everyMs].filter((part) => part !== undefined).join(' ')).toSorted()

describe('fileReads', () => {
  it('tells what is watched, what is looked at now and then, and what is read only at the start', () => {
    expect(told(receiver({}))).toEqual(['hashrings.json watch 300000', 'limits.yaml poll', 'relabel.yaml start'])
    expect(told(receiver({ args: ', --receive.hashrings-file-refresh-interval=30s' }))).toContain('hashrings.json watch 30000')
  })

  it('knows that a file mounted by subPath never changes in a running pod', () => {
    expect(told(receiver({ mount: '{ name: c, mountPath: /etc/c/hashrings.json, subPath: hashrings.json }' }))).toEqual(['hashrings.json start'])
  })

  it('counts variables of the environment, one by one and all at once', () => {
    expect(told(receiver({ env: ', env: [{ name: W, valueFrom: { configMapKeyRef: { name: c, key: word } } }]' }))).toContain('word start')
    expect(told(receiver({ env: ', envFrom: [{ configMapRef: { name: c } }]' }))).toContain('unread start')
  })
})

describe('startText', () => {
  it('changes with what is read at the start, and with nothing else', () => {
    const [before, after] = ['relabel.yaml', 'limits.yaml'].map((key) => {
      const spec = receiver({})
      const changed: StackSpec = { ...spec, objects: spec.objects.map((object) => (object.type === 'config' ? { ...object, files: { ...object.files, [key]: 'other' } } : object)) }
      return [spec, changed].map((one) => workloads(one).map((workload) => startText(one, workload)).join())
    })
    expect(before?.[0]).not.toBe(before?.[1])
    expect(after?.[0]).toBe(after?.[1])
  })
})
