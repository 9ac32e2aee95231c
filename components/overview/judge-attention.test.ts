import { describe, expect, it } from 'vitest'
import { changed } from '#lib/testing/check-cases/case.ts'
import { dead, healthy, NOW } from '#lib/testing/observed.ts'
import type { Observation, Reading, Sample } from '#lib/thanos/live/observation.ts'
import { judge, type FigureId, type LiveFigure } from './judge-attention.ts'

const SPEC = changed('corrected', {})

function figure(observation: Observation, id: FigureId): LiveFigure | undefined {
  return judge(observation, undefined).figures.find((each) => each.id === id)
}

/** The metrics page of some pods, changed; each page is named by its pod. */
function paged(observation: Observation, change: (pod: string, page: Reading<Sample[]>) => Reading<Sample[]> = (_, page) => page): Observation {
  return { ...observation, components: observation.components.map((each) => ({ ...each, metrics: change(each.pod, { ...each.metrics, from: `${each.pod}/metrics` }) })) }
}

const stale = (page: Reading<Sample[]>): Reading<Sample[]> => (page.state === 'dead' ? page : { ...page, state: 'stale', at: NOW - 60_000, since: NOW - 30_000, why: { en: 'timeout', ko: '시간 초과' } })

describe('a figure that several pods tell', () => {
  it('names all of their pages, and as its age that of the oldest', () => {
    const seen = figure(paged(healthy(SPEC), (pod, page) => (pod === 'thanos-receiver-1' && page.state === 'fresh' ? { ...page, at: NOW - 20_000 } : page)), 'series')
    expect(seen).toEqual({ id: 'series', value: '120k', note: 3, from: 'thanos-receiver-0/metrics, thanos-receiver-1/metrics, thanos-receiver-2/metrics', at: NOW - 20_000 })
  })

  it.each([['is silent since a minute', stale], ['never told', () => dead<Sample[]>()]] as const)('says how many told where one %s: a third that is missing is no fall', (_, change) => {
    const one = paged(healthy(SPEC), (pod, page) => (pod === 'thanos-receiver-2' ? change(page) : page))
    expect(figure(one, 'series')).toMatchObject({ value: '80k', told: { count: 2, of: 3 }, from: 'thanos-receiver-0/metrics, thanos-receiver-1/metrics' })
    expect(figure(one, 'samples')).toMatchObject({ told: { count: 2, of: 3 } })
    expect(figure(one, 'queries')).not.toHaveProperty('told')
  })

  it('counts a pod that runs and was not asked yet', () => {
    const all = paged(healthy(SPEC))
    expect(figure({ ...all, components: all.components.filter(({ pod }) => pod !== 'thanos-receiver-0') }, 'series')).toMatchObject({ told: { count: 2, of: 3 } })
  })

  it('does not wait for a router, which has no head', () => {
    const router = paged(healthy(SPEC), (pod, page) => (pod === 'thanos-receiver-2' && page.state === 'fresh' ? { ...page, value: page.value.filter(({ name }) => !name.startsWith('prometheus_tsdb_')) } : page))
    expect(figure(router, 'series')).toMatchObject({ value: '80k', note: 2 })
    expect(figure(router, 'series')).not.toHaveProperty('told')
  })
})

it('the size of a bucket that is old says why', () => {
  const observation = healthy(SPEC)
  const why = { en: 'timeout', ko: '시간 초과' }
  const blocks = Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'dead' ? reading : { ...reading, state: 'stale' as const, at: NOW - 60_000, since: NOW - 30_000, why }]))
  expect(figure({ ...observation, blocks }, 'bucket')).toMatchObject({ why, at: NOW - 60_000 })
  expect(figure(observation, 'bucket')).not.toHaveProperty('why')
})
