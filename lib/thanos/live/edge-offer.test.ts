import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changed } from '#lib/testing/check-cases/case.ts'
import { fresh, healthy, NOW } from '#lib/testing/observed.ts'
import { applyEdits } from '../apply-edits.ts'
import { DeclaredEdge } from '../declared-edge.ts'
import { edgeId } from '../spec.ts'
import { offers } from './edge-offer.ts'
import { edgeRows } from './edges.ts'
import type { SeenEdge } from './observation.ts'

const SPEC = changed('corrected', {})
const rowsOf = (declared: readonly DeclaredEdge[], seen: SeenEdge[]) => edgeRows(declared, { ...healthy(SPEC), edges: fresh(seen) })

describe('what is offered to declare', () => {
  it('is what is seen: labels, tenant and rate, under a name that can be one', () => {
    expect(offers(rowsOf([], [{ labels: { cluster: 'Tokyo 3' }, tenant: 'retail', lastSampleAt: NOW, samplesPerS: 2600.4 }])))
      .toEqual([{ name: 'tokyo-3', kind: 'prometheus', labels: { cluster: 'Tokyo 3' }, tenant: 'retail', samplesPerS: 2600 }])
  })

  it('leaves out what is declared, and what nothing tells apart', () => {
    const osaka: DeclaredEdge = { name: 'osaka-1', kind: 'agent', labels: { cluster: 'osaka-1' }, samplesPerS: 0 }
    expect(offers(rowsOf([osaka], [{ labels: { cluster: 'osaka-1' }, lastSampleAt: NOW }, { labels: {}, lastSampleAt: NOW }]))).toEqual([])
  })

  it('always can be declared, gives no name twice, and leaves nothing unknown', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 80 }), { maxLength: 6 }), (names) => {
      const seen = names.map((cluster): SeenEdge => ({ labels: { cluster }, lastSampleAt: NOW }))
      const edges = offers(rowsOf([], seen))
      expect(new Set(edges.map(({ name }) => name)).size).toBe(names.length)
      for (const edge of edges) expect(DeclaredEdge.safeParse(edge).success, edge.name).toBe(true)
      const spec = applyEdits(SPEC, edges.map((edge) => ({ op: 'edge.set', object: edgeId(edge), edge })))
      expect(rowsOf(spec.edges ?? [], seen).every(({ state }) => state === 'sends')).toBe(true)
    }))
  })
})
