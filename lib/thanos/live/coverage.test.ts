import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { changed, COMPACTOR, flag, QUERY, RECEIVER, STORE, type Base } from '#lib/testing/check-cases/case.ts'
import { DAY_MS, dead, fresh, healthy, NOW } from '#lib/testing/observed.ts'
import type { Edit } from '../edit.ts'
import { applyEdits } from '../apply-edits.ts'
import { render } from '../render.ts'
import type { StackSpec } from '../spec.ts'
import { coverageOf, type Coverage } from './coverage.ts'
import type { GapKind } from './coverage-gaps.ts'
import { endpointsSeen } from './endpoints.ts'
import type { Observation, SeenStore } from './observation.ts'

const HOUR_MS = 3_600_000

function cover(spec: StackSpec, observation: Observation): Extract<Coverage, { state: 'known' }> {
  const look = { spec, observation }
  const coverage = coverageOf(look, endpointsSeen(look))
  if (coverage.state !== 'known') throw new Error(coverage.state)
  return coverage
}

const edited = (base: Base, ...edits: readonly Edit[]): StackSpec => changed(base, { edits })
const kinds = (spec: StackSpec, observation: Observation): GapKind[] => cover(spec, observation).gaps.map(({ kind }) => kind)

/** The list of every query replica with one thing changed in it. */
function relist(observation: Observation, change: (store: SeenStore) => SeenStore[]): Observation {
  return { ...observation, stores: Object.fromEntries(Object.entries(observation.stores).map(([query, reading]) => [query, reading.state === 'fresh' ? fresh(reading.value.flatMap(change)) : reading])) }
}

describe('a healthy installation has no gap', () => {
  it.each<Base>(['corrected', 'minimal', 'router-ingestors', 'store-shards'])('as in examples/%s, from its first hour to its third year', (base) => {
    const spec = edited(base)
    for (const age of [HOUR_MS, 5 * HOUR_MS, DAY_MS, 3 * DAY_MS, 9 * DAY_MS, 31 * DAY_MS, 200 * DAY_MS, 1100 * DAY_MS]) {
      const { gaps, overlaps } = cover(spec, healthy(spec, age))
      expect(gaps.map(({ message }) => message.en), String(age / DAY_MS)).toEqual([])
      expect(overlaps).toEqual([])
    }
  })

  it('whatever it keeps, and wherever its store begins', () => {
    const corrected = edited('corrected')
    fc.assert(fc.property(
      fc.record({ age: fc.integer({ min: 1, max: 24 * 900 }), kept: fc.integer({ min: 6, max: 24 * 15 }), cut: fc.option(fc.integer({ min: 2, max: 24 * 10 }), { nil: undefined }), raw: fc.constantFrom('0d', '3d', '14d', '90d'), five: fc.constantFrom('0d', '30d', '180d') }),
      ({ age, kept, cut, raw, five }) => {
        const spec = applyEdits(corrected, [
          // Source of the sum: lib/thanos/store/checks/time-coverage.ts.
          flag(RECEIVER, 'tsdb.retention', `${cut === undefined ? kept : Math.max(kept, cut + 5)}h`),
          flag(STORE, 'max-time', ...(cut === undefined ? [] : [`-${cut}h`])),
          flag(COMPACTOR, 'retention.resolution-raw', raw), flag(COMPACTOR, 'retention.resolution-5m', five),
        ])
        expect(kinds(spec, healthy(spec, age * HOUR_MS))).toEqual([])
      },
    ), { numRuns: 100 })
  })

  it('also while its blocks wait for their deletion', () => {
    const spec = edited('corrected', flag(COMPACTOR, 'retention.resolution-1h', '30d'))
    const observation = healthy(spec)
    const blocks = Object.entries(observation.blocks).map(([pod, reading]) => {
      if (reading.state !== 'fresh' || !pod.includes('compact')) return [pod, reading] as const
      // Marked a day ago: the compactor still lists it, stores leave it out.
      return [pod, fresh({ blocks: [...reading.value.blocks, { ulid: 'old', minTime: NOW - 50 * DAY_MS, maxTime: NOW - 31 * DAY_MS, labels: {}, resolutionMs: 3_600_000, level: 4, source: 'compactor', series: 1, samples: 1 }] })] as const
    })
    expect(kinds(spec, { ...observation, blocks: Object.fromEntries(blocks) })).toEqual([])
  })
})

describe('each kind of gap', () => {
  it('receivers that drop data before the store begins, with both flags and a retention that closes it', () => {
    const spec = edited('corrected', flag(RECEIVER, 'tsdb.retention', '2h'), flag(STORE, 'max-time', '-6h'))
    const [gap, ...more] = cover(spec, healthy(spec)).gaps
    expect(more).toEqual([])
    expect(gap).toMatchObject({ kind: 'behind-receivers', severity: 'error', flags: [{ flag: '--max-time', value: '-6h' }, { flag: '--tsdb.retention', value: '2h' }] })
    expect(gap?.message.en).toBe('Nobody answers for 3 hours to 6 hours ago.')
    const mended = applyEdits(spec, gap?.fix?.edits ?? [])
    expect(kinds(mended, healthy(mended))).toEqual([])
  })

  it('receivers that are younger than what stores leave to them, and a store that may answer for it', () => {
    const spec = edited('corrected', flag(RECEIVER, 'tsdb.retention', '2d'), flag(STORE, 'max-time', '-6h'))
    const young = (seen: Observation): Observation => relist(seen, (store) => [store.type === 'receive' ? { ...store, minTime: NOW - HOUR_MS } : store])
    const [gap, ...more] = cover(spec, young(healthy(spec))).gaps
    expect(more).toEqual([])
    expect(gap).toMatchObject({ kind: 'behind-receivers', flags: [{ flag: '--max-time', value: '-6h' }, { flag: '--tsdb.retention', value: '2d' }], reason: { en: expect.stringContaining('they are younger') }, fix: { edits: [{ object: STORE, flag: 'max-time', values: [] }] } })
    const mended = applyEdits(spec, gap?.fix?.edits ?? [])
    expect(kinds(mended, young(healthy(mended)))).toEqual([])
  })

  it('receivers that are younger than the newest block: nobody dropped anything', () => {
    const spec = edited('corrected', flag(RECEIVER, 'tsdb.retention', '2d'))
    const observation = relist(healthy(spec), (store) => [store.type === 'receive' ? { ...store, minTime: NOW - HOUR_MS } : store])
    const late = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'fresh' ? fresh({ blocks: reading.value.blocks.filter(({ maxTime }) => maxTime < NOW - 9 * HOUR_MS) }) : reading])) }
    const [gap] = cover(spec, late).gaps
    expect(gap).toMatchObject({ kind: 'upload-delay', message: { en: expect.stringContaining('receivers are younger than that or lost it') } })
    expect(gap).not.toHaveProperty('fix')
  })

  it('receivers that drop blocks before these are in the bucket', () => {
    const spec = edited('corrected', flag(RECEIVER, 'tsdb.retention', '2h'))
    const observation = healthy(spec)
    const late = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'fresh' ? fresh({ blocks: reading.value.blocks.filter(({ maxTime }) => maxTime < NOW - 9 * HOUR_MS) }) : reading])) }
    expect(kinds(spec, late)).toEqual(['upload-delay'])
  })

  it('blocks that come late, where the store of what is older ends: the younger one is to answer, so its end is not why', () => {
    const corrected = edited('corrected')
    const younger = render(corrected).filter(({ metadata: { name } }) => name === 'thanos-store').map((object): Edit => ({ op: 'object.add', manifest: z.json().parse(JSON.parse(JSON.stringify(object).replaceAll('thanos-store', 'thanos-store-recent'))) }))
    const spec = applyEdits(corrected, [
      ...younger, flag(STORE, 'max-time', '-6h'), flag(`${STORE}-recent`, 'min-time', '-8h'), flag(RECEIVER, 'tsdb.retention', '2h'),
      { op: 'flag.add', object: QUERY, flag: 'endpoint', value: 'thanos-store-recent.monitoring.svc.cluster.local:10901' },
    ])
    const observation = healthy(spec)
    const late = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'fresh' ? fresh({ blocks: reading.value.blocks.filter(({ maxTime }) => maxTime < NOW - 5 * HOUR_MS) }) : reading])) }
    expect(kinds(spec, late)).toEqual(['upload-delay'])
  })

  it('a hole between the time partitions of stores', () => {
    const spec = edited('store-shards', flag('StatefulSet/metrics/thanos-store-year', 'max-time', '-8w'))
    const [gap, ...more] = cover(spec, healthy(spec)).gaps
    expect(more).toEqual([])
    expect(gap).toMatchObject({ kind: 'store-hole', flags: [{ name: 'thanos-store-year', value: '-8w' }, { name: 'thanos-store-recent', value: '-6w' }] })
    const mended = applyEdits(spec, gap?.fix?.edits ?? [])
    expect(kinds(mended, healthy(mended))).toEqual([])
  })

  it('a --min-time that was meant the other way round', () => {
    const spec = edited('corrected', flag(STORE, 'min-time', '-6h'), flag(RECEIVER, 'tsdb.retention', '2d'))
    const [gap] = cover(spec, healthy(spec)).gaps
    expect(gap).toMatchObject({ kind: 'before-stores', severity: 'error' })
    const mended = applyEdits(spec, gap?.fix?.edits ?? [])
    expect(kinds(mended, healthy(mended))).toEqual([])
  })

  it('a --min-time that cuts off the oldest, where a younger share of the time has its own: only the first is named and mended', () => {
    const spec = edited('store-shards', { op: 'object.remove', object: 'StatefulSet/metrics/thanos-store-archive' }, flag('StatefulSet/metrics/thanos-store-year', 'min-time', '-20w'))
    const gap = cover(spec, healthy(spec)).gaps.find(({ kind }) => kind === 'before-stores')
    expect(gap).toMatchObject({ flags: [{ name: 'thanos-store-year', value: '-20w' }], fix: { edits: [{ object: 'StatefulSet/metrics/thanos-store-year', flag: 'min-time' }] } })
  })

  it('blocks that are in the bucket and that no store has loaded', () => {
    const spec = edited('corrected')
    const observation = healthy(spec)
    const skipped = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'fresh' && pod.includes('store') ? fresh({ blocks: reading.value.blocks.filter(({ minTime, maxTime }) => maxTime <= NOW - 60 * DAY_MS || minTime >= NOW - 30 * DAY_MS) }) : reading])) }
    const [gap, ...more] = cover(spec, skipped).gaps
    expect(more).toEqual([])
    expect(gap).toMatchObject({ kind: 'store-hole', flags: [], message: { en: expect.stringContaining('no store has loaded them') } })
  })

  it('a store that query does not reach', () => {
    const spec = edited('corrected')
    expect(kinds(spec, relist(healthy(spec), (store) => (store.type === 'store' ? [{ ...store, lastError: 'connection refused' }] : [store])))).toEqual(['missing-endpoint'])
  })

  it('no receiver that answers', () => {
    const spec = edited('corrected')
    expect(kinds(spec, relist(healthy(spec), (store) => (store.type === 'receive' ? [] : [store])))).toEqual(['no-head'])
  })

  it('raw data that ended while downsampling is off', () => {
    const spec = edited('corrected', flag(COMPACTOR, 'downsampling.disable', 'true'))
    const observation = healthy(spec)
    const raw = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'fresh' ? fresh({ blocks: reading.value.blocks.filter(({ resolutionMs }) => resolutionMs === 0) }) : reading])) }
    expect(kinds(spec, raw)).toEqual(['not-downsampled'])
  })

  it('raw and 5m data that end before their blocks are wide enough for 1h data, and the retention that lets it be made', () => {
    const spec = edited('corrected', flag(COMPACTOR, 'retention.resolution-raw', '10d'), flag(COMPACTOR, 'retention.resolution-5m', '10d'), flag(COMPACTOR, 'retention.resolution-1h', '365d'))
    const [gap, ...more] = cover(spec, healthy(spec, 12 * DAY_MS)).gaps
    expect(more).toEqual([])
    expect(gap).toMatchObject({ kind: 'not-downsampled', flags: [{ flag: '--retention.resolution-raw', value: '10d' }, { flag: '--retention.resolution-5m', value: '10d' }], fix: { edits: [{ flag: 'retention.resolution-5m', values: ['30d'] }] } })
    const mended = applyEdits(spec, gap?.fix?.edits ?? [])
    expect(kinds(mended, healthy(mended, 12 * DAY_MS))).toEqual([])
  })

  it('older data that a plain query does not ask for', () => {
    const spec = edited('corrected', flag(QUERY, 'query.auto-downsampling'), { op: 'object.remove', object: 'Deployment/monitoring/thanos-query-frontend' })
    const [gap] = cover(spec, healthy(spec)).gaps
    expect(gap).toMatchObject({ kind: 'no-auto-downsampling', fix: { edits: [{ flag: 'query.auto-downsampling' }] } })
  })

  it('older data that none of several queriers asks for: the fix reaches them all', () => {
    const corrected = edited('corrected', flag(QUERY, 'query.auto-downsampling'), { op: 'object.remove', object: 'Deployment/monitoring/thanos-query-frontend' })
    const second = render(corrected).filter(({ kind, metadata: { name } }) => kind === 'Deployment' && name === 'thanos-query').map((object): Edit => ({ op: 'object.add', manifest: z.json().parse(JSON.parse(JSON.stringify(object).replaceAll('"thanos-query"', '"thanos-query-two"'))) }))
    const spec = applyEdits(corrected, second)
    const [gap] = cover(spec, healthy(spec)).gaps
    expect(gap?.flags.map(({ name }) => name)).toEqual(['thanos-query', 'thanos-query-two'])
    const mended = applyEdits(spec, gap?.fix?.edits ?? [])
    expect(kinds(mended, healthy(mended))).toEqual([])
  })

  it('days of which no block was ever made', () => {
    const spec = edited('corrected')
    const observation = healthy(spec, 6 * DAY_MS)
    const holed = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'fresh' ? fresh({ blocks: reading.value.blocks.filter(({ minTime, maxTime }) => maxTime <= NOW - 5 * DAY_MS || minTime >= NOW - 3 * DAY_MS) }) : reading])) }
    expect(kinds(spec, holed)).toEqual(['no-blocks'])
  })
})

describe('flags that processes run with otherwise than the spec has them', () => {
  const run = edited('corrected', flag(RECEIVER, 'tsdb.retention', '2h'), flag(STORE, 'max-time', '-6h'))
  const commandLine = (observation: Observation): Observation => ({ ...observation, components: observation.components.map((each) => (each.kind === 'receive' ? { ...each, flags: fresh({ 'tsdb.retention': '2h' }, `${each.pod} (command line)`) } : each)) })

  it('are those that the gap is named with, whatever is asked for', () => {
    const [gap] = cover(edited('corrected'), commandLine(healthy(run))).gaps
    expect(gap).toMatchObject({ kind: 'behind-receivers', reason: { en: expect.stringContaining('drop blocks after 2h,') } })
    expect(gap?.flags).toEqual([{ name: 'thanos-store', flag: '--max-time', value: '-6h' }, { name: 'thanos-receiver', flag: '--tsdb.retention', value: '2h' }])
  })

  it('a fix that the spec has already is not offered again', () => {
    const [gap] = cover(edited('corrected', flag(RECEIVER, 'tsdb.retention', '2d')), commandLine(healthy(run))).gaps
    expect(gap).toMatchObject({ kind: 'behind-receivers', reason: { en: expect.stringMatching(/The spec asks for that already: apply it\.$/) } })
    expect(gap).not.toHaveProperty('fix')
  })

  it('are told as configured where the process did not tell them', () => {
    const [gap] = cover(run, healthy(run)).gaps
    expect(gap?.flags).toEqual([{ name: 'thanos-store', flag: '--max-time', value: '-6h' }, { name: 'thanos-receiver', flag: '--tsdb.retention', value: '2h', isConfigured: true }])
  })

  it('stand as they are written where the process prints the same time in another unit', () => {
    const day = edited('corrected', flag(RECEIVER, 'tsdb.retention', '2h'), flag(STORE, 'max-time', '-24h'))
    const printed = { ...healthy(day), components: healthy(day).components.map((each) => (each.kind === 'store' ? { ...each, flags: fresh({ 'max-time': '-1d' }) } : each)) }
    expect(cover(day, printed).gaps[0]?.flags).toContainEqual(expect.objectContaining({ flag: '--max-time', value: '-24h' }))
  })

  it('a limit that Thanos prints and nobody set is none', () => {
    const printed = { ...commandLine(healthy(run)), components: commandLine(healthy(run)).components.map((each) => (each.kind === 'store' ? { ...each, flags: fresh({ 'max-time': '-6h', 'min-time': '0000-01-01T00:00:00Z' }) } : each)) }
    expect(cover(edited('corrected'), printed).gaps[0]?.flags.map((each) => each.flag)).toEqual(['--max-time', '--tsdb.retention'])
  })

  it('retention and downsampling are those of the compactor that runs', () => {
    const spec = edited('corrected')
    const off = edited('corrected', flag(COMPACTOR, 'downsampling.disable', 'true'))
    const observation = healthy(off)
    const raw = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, reading.state === 'fresh' ? fresh({ blocks: reading.value.blocks.filter(({ resolutionMs }) => resolutionMs === 0) }) : reading])) }
    expect(cover(spec, raw).gaps[0]).toMatchObject({ kind: 'not-downsampled', flags: [{ flag: '--retention.resolution-raw' }, { flag: '--downsampling.disable', value: 'true' }] })
  })

  it('vertical compaction that the process does not have is no excuse for blocks that overlap, and replica labels that it prints as an empty list are none', () => {
    const spec = edited('corrected', flag(COMPACTOR, 'deduplication.replica-label', 'replica'), flag(COMPACTOR, 'compact.enable-vertical-compaction', 'true'))
    const observation = healthy(edited('corrected'))
    const seen = { ...observation, components: observation.components.map((each) => (each.kind === 'compact' ? { ...each, flags: fresh({ 'compact.enable-vertical-compaction': 'false', 'deduplication.replica-label': '[]' }) } : each)) }
    const doubled = { ...seen, blocks: Object.fromEntries(Object.entries(seen.blocks).map(([pod, reading]) => {
      const [first] = reading.state === 'fresh' ? reading.value.blocks : []
      return [pod, reading.state !== 'fresh' || first === undefined ? reading : fresh({ blocks: [...reading.value.blocks, { ...first, ulid: 'second', minTime: first.minTime + HOUR_MS }] })]
    })) }
    expect(cover(spec, doubled).overlaps).toMatchObject([{ kind: 'overlapping-blocks' }])
  })
})

describe('overlaps', () => {
  it('names stores that answer from the same blocks, and is no gap', () => {
    const spec = edited('store-shards', ...['thanos-store-year', 'thanos-store-recent'].flatMap((name) => [flag(`StatefulSet/metrics/${name}`, 'min-time'), flag(`StatefulSet/metrics/${name}`, 'max-time')]))
    const { gaps, overlaps } = cover(spec, healthy(spec))
    expect(gaps).toEqual([])
    expect(new Set(overlaps.map(({ kind, severity }) => `${kind} ${severity}`))).toEqual(new Set(['same-blocks advice']))
    expect(overlaps[0]?.message.en).toMatch(/^thanos-store-\S+ and thanos-store-\S+ answer from the same \d+ blocks\.$/)
    const uncut = overlaps.find(({ message }) => message.en.includes('thanos-store-year') && message.en.includes('thanos-store-recent'))
    expect(uncut?.flags.map(({ name, flag: each, value }) => `${name} ${each}=${value}`).toSorted()).toEqual(['recent', 'year'].flatMap((name) => [`thanos-store-${name} --max-time=9999-12-31T23:59:59Z`, `thanos-store-${name} --min-time=0000-01-01T00:00:00Z`]))
  })

  it('names the flags of time partitions that overlap', () => {
    const spec = edited('store-shards', flag('StatefulSet/metrics/thanos-store-year', 'max-time', '-1d'))
    const { gaps, overlaps } = cover(spec, healthy(spec))
    expect(gaps).toEqual([])
    expect(overlaps.map(({ kind }) => kind)).toEqual(['same-blocks'])
    expect(overlaps[0]?.flags).toEqual(expect.arrayContaining([{ name: 'thanos-store-year', flag: '--max-time', value: '-1d' }, { name: 'thanos-store-recent', flag: '--min-time', value: '-6w' }]))
  })

  it('names blocks of one stream that a compactor would halt on', () => {
    const spec = edited('corrected')
    const observation = healthy(spec)
    const doubled = { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => {
      const [first] = reading.state === 'fresh' ? reading.value.blocks : []
      return [pod, reading.state !== 'fresh' || first === undefined ? reading : fresh({ blocks: [...reading.value.blocks, { ...first, ulid: 'second', minTime: first.minTime + HOUR_MS }] })]
    })) }
    expect(cover(spec, doubled).overlaps).toMatchObject([{ kind: 'overlapping-blocks', severity: 'error', ulids: [expect.any(String), 'second'], flags: [{ name: 'thanos-compactor', flag: '--compact.enable-vertical-compaction', value: 'false' }] }])
  })
})

describe('what cannot be seen', () => {
  it('is unknown with the reason of the source, never a gap', () => {
    const spec = edited('corrected')
    const observation = healthy(spec)
    const look = { spec, observation: { ...observation, stores: Object.fromEntries(Object.keys(observation.stores).map((query) => [query, dead<never>('no route to host')])) } }
    expect(coverageOf(look, endpointsSeen(look))).toMatchObject({ state: 'unknown', why: { en: 'no route to host' } })
  })

  it('says nothing where there is no data yet', () => {
    const spec = edited('corrected')
    const look = { spec, observation: relist({ ...healthy(spec), blocks: {} }, ({ address, type }) => [{ address, type, labelSets: [] }]) }
    expect(coverageOf(look, endpointsSeen(look))).toEqual({ state: 'empty' })
  })
})
