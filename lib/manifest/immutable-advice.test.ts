import { describe, expect, it } from 'vitest'
import { growingClaims, immutableAdvice } from './immutable-advice.ts'
import type { JsonObject, KubeObject } from './types.ts'

const object = (kind: string, spec: JsonObject): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name: 'a', namespace: 'm' }, spec })
const set = (size: string, selector = 'a'): KubeObject => object('StatefulSet', {
  selector: { matchLabels: { app: selector } }, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: size } } } }],
})

describe('immutableAdvice', () => {
  it('says how the claims of a StatefulSet grow without losing a pod or its data', () => {
    const { en, ko } = immutableAdvice(set('200Gi'), set('100Gi'))
    for (const words of [en, ko]) expect(words).toMatch(/data-a-N.*200Gi.*kubectl -n m delete statefulset a --cascade=orphan/)
    expect(growingClaims(set('200Gi'), set('100Gi'))).toEqual([{ claim: 'data', from: '100Gi', to: '200Gi' }])
    expect(growingClaims(set('1024Mi'), set('1Gi'))).toEqual([])
  })

  it('tells other fields of a StatefulSet, its selector and its claims apart', () => {
    expect(immutableAdvice(set('1Gi', 'b'), set('1Gi')).en).toContain('The selector of a StatefulSet keeps its value')
    expect(immutableAdvice({ ...set('1Gi'), spec: { ...Object(set('1Gi').spec), podManagementPolicy: 'Parallel' } }, set('1Gi')).en).toContain('only replicas, template')
    expect(immutableAdvice(set('1Gi'), set('2Gi')).en).toContain('only replicas, template')
  })

  it('has a way out for a Service, a claim, a binding, a frozen ConfigMap, a Job and anything else', () => {
    expect(immutableAdvice(object('Service', { clusterIP: 'None' }), object('Service', {})).en).toContain('cannot become headless')
    expect(immutableAdvice(object('PersistentVolumeClaim', {}), object('PersistentVolumeClaim', {})).en).toContain('Gauntlet never deletes a')
    expect(immutableAdvice(object('RoleBinding', {}), object('RoleBinding', {})).en).toContain('keeps its role')
    expect(immutableAdvice(object('ConfigMap', {}), object('ConfigMap', {})).en).toContain('`immutable`')
    expect(immutableAdvice(object('Job', {}), object('Job', {})).en).toContain('the Job runs again')
    expect(immutableAdvice(object('Deployment', { selector: { x: 'y' } }), object('Deployment', {})).en).toContain('selector of a Deployment')
    expect(immutableAdvice(object('Widget', {}), object('Widget', {})).en).toContain('delete Widget a')
  })
})
