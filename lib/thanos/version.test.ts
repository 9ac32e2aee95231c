import { describe, expect, it } from 'vitest'
import { isAtLeast, NEWEST, RELEASES, releaseOf } from './version.ts'

describe('releaseOf', () => {
  it.each([
    ['quay.io/thanos/thanos:v0.31.0', 'v0.31'], ['v0.42', 'v0.42'], ['0.42.4', 'v0.42'], ['v0.42.4', 'v0.42'], ['docker.io/bitnami/thanos:0.39.2-debian-12-r1', 'v0.39'],
    ['quay.io/thanos/thanos:v0.38.0@sha256:8cf30b2e8a1d', 'v0.38'], ['registry.local:5000/thanos/thanos:v0.40.1', 'v0.40'], ['thanos:v0.41.0-rc.1', 'v0.41'],
    ['v0.43.0', 'v0.43'], ['quay.io/thanos/thanos:v1.2.3', 'v1.2'], ['thanosio/thanos:v0.28.1', 'v0.28'], ['v0.42.0_amd64', 'v0.42'],
  ])('reads %s as %s', (image, release) => {
    expect(releaseOf(image)).toBe(release)
  })

  it.each(['', 'latest', 'quay.io/thanos/thanos', 'quay.io/thanos/thanos:latest', 'quay.io/thanos/thanos@sha256:8cf30b2e8a1d', 'registry.local:5000/thanos', 'thanos:main-2026-01-31-abcdef0', 'thanos:v42'])(
    'reads no release from %j', (image) => {
      expect(releaseOf(image)).toBeUndefined()
    })
})

describe('isAtLeast', () => {
  it('orders minor releases by number, not by text', () => {
    expect(isAtLeast('v0.9', '0.31')).toBe(false)
    expect(isAtLeast('v0.100', '0.42')).toBe(true)
    expect(isAtLeast('v1.0', '0.42')).toBe(true)
    expect(isAtLeast('v0.38', '0.38')).toBe(true)
    expect(isAtLeast('v0.37', '0.38')).toBe(false)
  })

  it('looks at the patch only where both name one', () => {
    expect(isAtLeast('v0.35', '0.35.1')).toBe(true)
    expect(isAtLeast('v0.35.0', '0.35.1')).toBe(false)
    expect(isAtLeast('v0.35.1', '0.35.1')).toBe(true)
    expect(isAtLeast('v0.35.0', '0.35')).toBe(true)
  })

  it('takes a release that can’t be read for the newest', () => {
    expect(isAtLeast('latest', NEWEST)).toBe(true)
    expect(isAtLeast('latest', '0.43')).toBe(false)
  })
})

it('the releases are every minor from v0.31 on, and the newest is the last', () => {
  expect(RELEASES.map((release) => Number(release.slice(3)))).toEqual(Array.from({ length: 12 }, (_, at) => 31 + at))
  expect(RELEASES.at(-1)).toBe(NEWEST)
})
