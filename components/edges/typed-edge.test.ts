import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeclaredEdge } from '#lib/thanos/declared-edge.ts'
import { NO_EDGE, readEdge, readLabels, typedEdge } from './typed-edge.ts'

const TOKYO: DeclaredEdge = { name: 'tokyo-3', kind: 'agent', labels: { cluster: 'tokyo-3', region: 'jp' }, tenant: 'retail', samplesPerS: 26_000 }

describe('a typed edge', () => {
  it('is read as it was written', () => {
    expect(readEdge(typedEdge(TOKYO), [])).toEqual({ edge: TOKYO, faults: {} })
    expect(readEdge(typedEdge({ ...TOKYO, samplesPerS: 26_123 }), []).edge?.samplesPerS).toBe(26_123)
    expect(readEdge({ ...NO_EDGE, name: 'a', labels: 'cluster=a' }, []).edge).toEqual({ name: 'a', kind: 'prometheus', labels: { cluster: 'a' }, samplesPerS: 0 })
  })

  it.each([
    ['name', { name: 'Tokyo 3' }], ['name', { name: '' }], ['name', { name: 'osaka-1' }],
    ['labels', { labels: '' }], ['labels', { labels: 'cluster' }], ['labels', { labels: 'cluster="osaka-1"', tenant: '' }],
    ['tenant', { tenant: 'a/b' }], ['rate', { rate: 'many' }],
  ] as const)('says at the field %s what is wrong with %o', (field, wrong) => {
    const osaka: DeclaredEdge = { name: 'osaka-1', kind: 'otel', labels: { cluster: 'osaka-1' }, samplesPerS: 0 }
    const { edge, faults } = readEdge({ ...typedEdge(TOKYO), ...wrong }, [osaka])
    expect(edge).toBeUndefined()
    expect(Object.keys(faults)).toEqual([field])
  })
})

describe('labels under which something writes already', () => {
  const seen = [{ labels: { cluster: 'tokyo-3', region: 'jp' }, tenant: 'retail' }, { labels: { cluster: 'osaka-1' }, tenant: 'default-tenant' }]
  const noticeOf = (labels: string, tenant: string, others: DeclaredEdge[] = []): string | undefined => readEdge({ ...NO_EDGE, name: 'new', labels, tenant }, others, { seen }).notice?.en

  it('are told, and are no fault: it may be that edge', () => {
    expect(noticeOf('cluster=tokyo-3', 'retail')).toContain('{cluster="tokyo-3", region="jp"} already')
    expect(readEdge({ ...NO_EDGE, name: 'new', labels: 'cluster=tokyo-3', tenant: 'retail' }, [], { seen })).toMatchObject({ faults: {}, edge: { name: 'new' } })
    // A write without a tenant is one of the default tenant.
    expect(noticeOf('cluster=osaka-1', '')).toContain('409')
  })

  it('are not told of another tenant, of other labels, nor where the edge that writes is declared', () => {
    expect([noticeOf('cluster=tokyo-3', ''), noticeOf('cluster=kyoto', 'retail'), noticeOf('', 'retail'), noticeOf('cluster=tokyo-3', 'retail', [TOKYO])]).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('typed labels', () => {
  it.each(['cluster="a", region="b"', '{cluster="a",region="b"}', 'cluster=a region=b', 'cluster = a\nregion = "b"\n', 'cluster=a,region=b,'])('%j', (typed) => {
    expect(readLabels(typed)).toEqual({ labels: { cluster: 'a', region: 'b' } })
  })

  it.each(['=a', 'cluster=', 'cluster=""', '1a=b', 'cluster="a', 'cluster="a"region="b"', 'cluster=a, cluster=b', 'cluster="\\q"', 'a=b;c'])('%j is refused or kept whole', (typed) => {
    const read = readLabels(typed)
    expect(typed === 'a=b;c' ? read : 'fault' in read).toEqual(typed === 'a=b;c' ? { labels: { a: 'b;c' } } : true)
  })

  it('come back whatever their values are', () => {
    fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/), fc.string({ minLength: 1 }), { noNullPrototype: true }), (labels) => {
      expect(readLabels(typedEdge({ ...TOKYO, labels }).labels)).toEqual({ labels })
    }))
  })
})
