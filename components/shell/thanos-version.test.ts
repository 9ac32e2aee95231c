import { describe, expect, it } from 'vitest'
import { thanosVersions } from './thanos-version.ts'

describe('the version that a stack runs', () => {
  it.each([
    ['the tag that all images share', ['quay.io/thanos/thanos:v0.42.4', 'quay.io/thanos/thanos:v0.42.4'], ['v0.42.4']],
    ['every tag when they differ', ['quay.io/thanos/thanos:v0.42.4', 'quay.io/thanos/thanos:v0.31.0'], ['v0.42.4', 'v0.31.0']],
    ['the tag beside a digest', ['registry:5000/thanos:v0.39.2@sha256:0123'], ['v0.39.2']],
    ['nothing for a digest alone, a port or no image', ['registry:5000/thanos', 'thanos@sha256:0123', undefined], []],
  ] as const)('is %s', (_, images, versions) => {
    expect(thanosVersions(images.map((image) => (image === undefined ? {} : { image })))).toEqual(versions)
  })
})
