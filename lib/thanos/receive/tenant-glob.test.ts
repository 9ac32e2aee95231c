// Patterns of tenants as Go reads them: what fits, and what Go refuses. The pairs are from Go's own path/filepath match_test.go.
import { expect, it } from 'vitest'
import { takesTenant, tenantGlob } from './tenant-glob.ts'

it.each<[string, string, boolean]>([
  ['abc', 'abc', true], ['*', 'abc', true], ['*c', 'abc', true], ['a*', 'a', true], ['a*', 'ab/c', false], ['ab[c]', 'abc', true], ['ab[b-d]', 'abc', true], ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false], ['ab[^e-g]', 'abc', true], [String.raw`a\*b`, 'a*b', true], [String.raw`a\*b`, 'ab', false], ['a?b', 'a☺b', true], ['a[^a]b', 'a☺b', true], ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true], ['*[a-ζ]', 'A', false], [String.raw`[\]a]`, ']', true], [String.raw`[\-]`, '-', true], [String.raw`[x\-]`, 'x', true], [String.raw`[x\-]`, 'z', false], ['a.b', 'axb', false], ['a(b', 'a(b', true], ['a{2}', 'aa', false],
])('%s on %s: %s', (pattern, tenant, fits) => {
  expect(tenantGlob(pattern)?.test(tenant)).toBe(fits)
})

it.each(['[]a]', '[-]', '[x-]', '[-x]', '[', '[^', '[^bc', 'a[', String.raw`a\\`.slice(0, 2), 'a[b-'])('%s is refused', (pattern) => {
  expect(tenantGlob(pattern)).toBeUndefined()
})

it('is the very name where the matcher is not glob', () => {
  expect(takesTenant({ tenants: ['a*'] }, 'ab')).toBe(false)
  expect(takesTenant({ tenants: ['a*'] }, 'a*')).toBe(true)
  expect(takesTenant({ tenants: ['a*'], tenant_matcher_type: 'glob' }, 'ab')).toBe(true)
  expect(takesTenant({ tenants: [] }, 'ab')).toBe(true)
})
