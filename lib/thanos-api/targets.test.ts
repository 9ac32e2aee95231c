import { describe, expect, test } from 'vitest'
import type { FetchPage } from './fetch-page.ts'
import { fetchTargets, MOST_BROKEN, MOST_GROUPS } from './targets.ts'

const SIDECARS = [{ cluster: 'a', prometheus_replica: '0' }, { cluster: 'b', prometheus_replica: '0' }]

type Given = { labels?: Record<string, string>; health?: string; lastError?: string; lastScrape?: string; scrapePool?: string }

/** As v0.42.4 writes them (pkg/targets/targetspb). */
function target({ labels = {}, health = 'up', lastError = '', lastScrape = '2026-11-20T03:12:00Z', scrapePool = 'node' }: Given): object {
  return { discoveredLabels: { __address__: 'n:9100' }, labels: { job: 'node', instance: 'n:9100', cluster: 'a', ...labels }, scrapePool, scrapeUrl: 'http://n:9100/metrics', globalUrl: 'http://n:9100/metrics', lastError, lastScrape, lastScrapeDuration: 0.01, health }
}

function answering(activeTargets: readonly object[] | null, warnings?: readonly string[]): FetchPage {
  return async (page) => {
    expect(page).toEqual({ path: '/api/v1/targets', query: { state: 'active' } })
    return { status: 200, body: JSON.stringify({ status: 'success', data: { activeTargets, droppedTargets: [] }, ...(warnings ? { warnings } : {}) }) }
  }
}

describe('targets', () => {
  test('are counted by job and by the external labels of their Prometheus, worst first', async () => {
    const found = await fetchTargets(answering([
      target({}), target({ labels: { instance: 'm:9100' }, lastScrape: '2026-11-20T03:12:30Z' }), target({ labels: { job: 'api' }, health: 'unknown', lastScrape: '0001-01-01T00:00:00Z' }),
      target({ labels: { cluster: 'b' }, health: 'down', lastError: 'connection refused' }),
    ]), SIDECARS)
    expect(found.groups).toEqual([
      { job: 'node', labels: { cluster: 'b' }, up: 0, down: 1, unknown: 0, scrapedAt: Date.UTC(2026, 10, 20, 3, 12) },
      { job: 'api', labels: { cluster: 'a' }, up: 0, down: 0, unknown: 1 },
      { job: 'node', labels: { cluster: 'a' }, up: 2, down: 0, unknown: 0, scrapedAt: Date.UTC(2026, 10, 20, 3, 12, 30) },
    ])
    expect(found.broken).toEqual([{ job: 'node', labels: { cluster: 'b' }, instance: 'n:9100', error: 'connection refused', scrapedAt: Date.UTC(2026, 10, 20, 3, 12) }])
    expect(found).toMatchObject({ left: { groups: 0, broken: 0 }, warnings: [] })
  })

  test('of one without a job go by the pool that scrapes them', async () => {
    const { groups } = await fetchTargets(async () => ({ status: 200, body: JSON.stringify({ data: { activeTargets: [{ labels: { cluster: 'a' }, scrapePool: 'pool', health: 'UP' }] } }) }), SIDECARS)
    expect(groups).toEqual([{ job: 'pool', labels: { cluster: 'a' }, up: 1, down: 0, unknown: 0 }])
  })

  test('are kept up to a bound, the worst of them, and the rest is counted', async () => {
    const many = Array.from({ length: MOST_GROUPS + 30 }, (_, index) => target({ labels: { job: `job-${index}` }, health: index >= MOST_GROUPS ? 'down' : 'up' }))
    const found = await fetchTargets(answering(many), SIDECARS)
    expect(found.groups).toHaveLength(MOST_GROUPS)
    expect(found.groups.slice(0, 30).every(({ down }) => down === 1)).toBe(true)
    expect(found.broken).toHaveLength(MOST_BROKEN)
    expect(found.left).toEqual({ groups: 30, broken: 30 - MOST_BROKEN })
  })

  test('that could not be asked for are a warning of query, and nobody reads a password in any words', async () => {
    const found = await fetchTargets(answering([target({ health: 'down', lastError: 'Get "http://user:hunter2@n:9100/metrics": EOF' })], ['fetching targets from http://user:hunter2@x: unavailable']), SIDECARS)
    expect(found.warnings).toHaveLength(1)
    expect(JSON.stringify(found)).toContain('unavailable')
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  test('of a Prometheus that has none are none', async () => {
    expect(await fetchTargets(answering(null), SIDECARS)).toEqual({ groups: [], broken: [], left: { groups: 0, broken: 0 }, warnings: [] })
  })

  test('that are written in another way are refused with words', async () => {
    await expect(fetchTargets(async () => ({ status: 200, body: '{"status":"success","data":[]}' }), SIDECARS)).rejects.toMatchObject({ code: 'UPSTREAM' })
  })
})
