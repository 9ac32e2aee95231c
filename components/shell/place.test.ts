import { describe, expect, it } from 'vitest'
import { routes } from '#lib/routes.ts'
import { placeOf } from './place.ts'

describe('the place of an address', () => {
  it.each([
    [routes.home(), {}],
    [routes.newStack(), {}],
    [routes.overview('seoul prod'), { slug: 'seoul prod', page: 'overview' }],
    [routes.edit('a', 'Deployment/monitoring/thanos-query'), { slug: 'a', page: 'changes' }],
    [routes.import('a'), { slug: 'a', page: 'changes' }],
    [routes.run('a', 'r1'), { slug: 'a', page: 'changes' }],
    [routes.storage('a'), { slug: 'a', page: 'storage' }],
    [routes.stores('a'), { slug: 'a', page: 'stores' }],
    [routes.edges('a'), { slug: 'a', page: 'edges' }],
    [routes.alerts('a'), { slug: 'a', page: 'alerts' }],
    [routes.stackAudit('a'), { slug: 'a', page: 'audit' }],
    [routes.audit(), { page: 'audit' }],
    [routes.flags(), { page: 'settings' }],
    ['/stacks/a/unheard-of', { slug: 'a' }],
  ])('%s', (path, place) => {
    expect(placeOf(path)).toEqual(place)
  })
})
