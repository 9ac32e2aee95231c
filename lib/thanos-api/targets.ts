// What the Prometheus servers behind sidecars scrape, counted. Source: pkg/targets/targetspb, pkg/targets/prometheus.go (a sidecar adds its external labels to each target).
import { z } from 'zod'
import { redactText } from '../manifest/redact.ts'
import type { BrokenTarget, SeenTargets, TargetGroup } from '../thanos/live/observation.ts'
import { apiAnswer, type FetchPage } from './fetch-page.ts'
import { THANOS_PATHS } from './paths.ts'
import { timeMs } from './time.ts'

/** So many jobs and so many broken targets are kept, worst first; of the rest the numbers. */
export const MOST_GROUPS = 200
export const MOST_BROKEN = 20
const LONGEST_ERROR = 300

const Labels = z.record(z.string(), z.string())
// Discovered labels are left out: they are most of the answer, and nobody reads them.
const Target = z.object({ labels: Labels.nullish(), scrapePool: z.string().nullish(), lastError: z.string().nullish(), lastScrape: z.string().nullish(), health: z.string() })
type Target = z.output<typeof Target>
const Targets = z.object({ activeTargets: z.array(Target).nullish() })

/** The active targets that this replica of query hears of, by job and by the external labels `told` by its sidecars. */
export async function fetchTargets(fetchPage: FetchPage, told: readonly Readonly<Record<string, string>>[]): Promise<SeenTargets> {
  const { data, warnings } = await apiAnswer(fetchPage, { path: THANOS_PATHS.targets, query: { state: 'active' } }, Targets)
  const external = [...new Set(told.flatMap((labels) => Object.keys(labels)))].toSorted()
  const groups = new Map<string, TargetGroup>()
  const broken: BrokenTarget[] = []
  let down = 0
  for (const target of data.activeTargets ?? []) {
    const own = target.labels ?? {}
    const labels = Object.fromEntries(external.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])))
    const job = own.job ?? target.scrapePool ?? ''
    const key = JSON.stringify([job, labels])
    const group = groups.get(key) ?? { job, labels, up: 0, down: 0, unknown: 0 }
    groups.set(key, withTarget(group, target))
    if (healthOf(target) !== 'down') continue
    down += 1
    if (broken.length < MOST_BROKEN) broken.push({ job, labels, ...(own.instance === undefined ? {} : { instance: own.instance }), ...(target.lastError ? { error: redactText(target.lastError.slice(0, LONGEST_ERROR)) } : {}), ...timeMs('scrapedAt', target.lastScrape) })
  }
  const sorted = [...groups.values()].toSorted(worstFirst)
  return {
    groups: sorted.slice(0, MOST_GROUPS), broken,
    left: { groups: Math.max(0, sorted.length - MOST_GROUPS), broken: down - broken.length },
    warnings: warnings.slice(0, MOST_BROKEN).map((warning) => redactText(warning.slice(0, LONGEST_ERROR))),
  }
}

function withTarget(group: TargetGroup, target: Target): TargetGroup {
  const { scrapedAt } = timeMs('scrapedAt', target.lastScrape)
  const health = healthOf(target)
  const newest = Math.max(group.scrapedAt ?? 0, scrapedAt ?? 0)
  return { ...group, [health]: group[health] + 1, ...(newest > 0 ? { scrapedAt: newest } : {}) }
}

/** Thanos writes them small, its own client reads either. Source: pkg/targets/targetspb/custom.go. */
function healthOf({ health }: Target): 'up' | 'down' | 'unknown' {
  const small = health.toLowerCase()
  return small === 'up' || small === 'down' ? small : 'unknown'
}

function worstFirst(a: TargetGroup, b: TargetGroup): number {
  const key = ({ labels, job }: TargetGroup): string => `${JSON.stringify(labels)} ${job}`
  return b.down - a.down || b.unknown - a.unknown || (key(a) < key(b) ? -1 : 1)
}
