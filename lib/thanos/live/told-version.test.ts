import { describe, expect, test } from 'vitest'
import { changed } from '#lib/testing/check-cases/case.ts'
import { dead, fresh, healthy } from '#lib/testing/observed.ts'
import type { Observation, Reading } from './observation.ts'
import { toldVersions } from './told-version.ts'

const STORE = 'StatefulSet/thanos-store'

/** The stores say these versions, one after the other. */
function telling(...versions: Reading<string>[]): Observation {
  const seen = healthy(changed('corrected', {}))
  let at = 0
  return { ...seen, components: seen.components.map((each) => (each.object === STORE ? { ...each, version: versions[at++ % versions.length] ?? each.version } : each)) }
}

describe('the version that pods tell', () => {
  test.each([
    ['quay.io/thanos/thanos:v0.42.4'], ['quay.io/thanos/thanos:0.42.4@sha256:abc'], ['registry:5000/bitnami/thanos:0.42.4-debian-12-r1'],
  ])('is not said again beside %s', (image) => {
    expect(toldVersions(telling(fresh('0.42.4')), STORE, image)).toEqual([])
  })

  test.each([
    ['quay.io/thanos/thanos@sha256:abc'], ['registry:5000/thanos'], ['quay.io/thanos/thanos:latest'], ['quay.io/thanos/thanos:v0.41.0'], ['quay.io/thanos/thanos:v0.42.40'], [undefined],
  ])('is said beside %s, which does not tell it', (image) => {
    expect(toldVersions(telling(fresh('0.42.4')), STORE, image)).toEqual(['0.42.4'])
  })

  test('is each of them while pods differ', () => {
    expect(toldVersions(telling(fresh('0.42.4'), fresh('0.41.0')), STORE, 'quay.io/thanos/thanos:v0.42.4')).toEqual(['0.41.0', '0.42.4'])
  })

  test('is nothing where no pod tells it now', () => {
    expect(toldVersions(telling(dead('no answer')), STORE, 'quay.io/thanos/thanos@sha256:abc')).toEqual([])
  })
})
