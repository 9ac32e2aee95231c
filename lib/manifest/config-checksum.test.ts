import { describe, expect, it } from 'vitest'
import { checksumOf, withChecksum } from './config-checksum.ts'

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { replicas: 1, template: { metadata: { labels: { app: 'a' }, annotations: { own: 'x' } }, spec: {} } } }

describe('withChecksum', () => {
  it('adds the annotation to the pod template and keeps all else', () => {
    const marked = withChecksum(deployment, 'abc')
    expect(marked).toEqual({ ...deployment, spec: { ...deployment.spec, template: { ...deployment.spec.template, metadata: { labels: { app: 'a' }, annotations: { 'own': 'x', 'gauntlet.dev/config-checksum': 'abc' } } } } })
    expect(checksumOf(marked)).toBe('abc')
  })

  it('leaves an object alone that has no pods, or that is to have no checksum', () => {
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} }
    expect(withChecksum(config, 'abc')).toBe(config)
    expect(withChecksum(deployment, undefined)).toBe(deployment)
    expect(checksumOf(deployment)).toBeUndefined()
  })
})
