// What the Prometheus servers behind the sidecars of the world scrape, by their own configuration. Source: pkg/targets.
import { mapsAt, stringAt } from '../../manifest/fields.ts'
import type { JsonObject } from '../../manifest/types.ts'
import { flagValues } from '../../thanos/read-args.ts'
import { prometheusBeside } from '../../thanos/sidecar/prometheus-beside.ts'
import { isUp, type Member } from './installation.ts'
import type { Scene, World } from './world.ts'

const SCRAPE_MS = 30_000

type Target = { labels: Record<string, string>; discoveredLabels: Record<string, string>; scrapePool: string; scrapeUrl: string; globalUrl: string; health: 'up' | 'down'; lastError: string; lastScrape: string; lastScrapeDuration: number }

/** As a replica of query hands them on: replicas of a Prometheus are told apart by no label any more, and a sidecar that it cannot reach is a warning. */
export function targetsOf(world: World, scene: Scene, query: Member): { activeTargets: Target[]; warnings: string[] } {
  const sidecars = scene.seenBy(query).filter(({ member }) => member.pod.kind === 'sidecar')
  const replicaLabels = flagValues(query.workload.args, 'query.replica-label')
  const found = new Map<string, Target>()
  for (const { member, error } of sidecars) {
    if (error !== undefined) continue
    for (const target of scraped(world, scene, member)) {
      const labels = Object.fromEntries(Object.entries(target.labels).filter(([name]) => !replicaLabels.includes(name)))
      found.set(JSON.stringify(labels), { ...target, labels })
    }
  }
  return { activeTargets: [...found.values()], warnings: sidecars.flatMap(({ name, error }) => (error === undefined ? [] : [`fetching targets from targets client ${name}: ${error}`])) }
}

/** Jobs that discover pods find the installation's own; a static target always answers. */
function scraped(world: World, scene: Scene, sidecar: Member): Target[] {
  const { config = {} } = prometheusBeside(scene.spec, sidecar.workload) ?? {}
  return mapsAt(config, 'scrape_configs').flatMap((job) => {
    const name = stringAt(job, 'job_name') ?? ''
    const fixed = mapsAt(job, 'static_configs').flatMap(({ targets }) => (Array.isArray(targets) ? targets.map(String) : [])).map((instance) => targetOf(world, { job: name, instance, labels: sidecar.labels }))
    const discovers = mapsAt(job, 'kubernetes_sd_configs').some(({ role }) => role === 'pod')
    return [...fixed, ...(discovers && scene.isScraped ? scene.members.map((member) => ofPod(world, name, sidecar, member)) : [])]
  })
}

function ofPod(world: World, job: string, sidecar: Member, member: Member): Target {
  const { pod } = member
  const instance = `${pod.ip ?? '0.0.0.0'}:${pod.httpPort}`
  const target = targetOf(world, { job, instance, labels: { ...sidecar.labels, pod: pod.name } })
  return isUp(member) ? target : { ...target, health: 'down', lastError: `Get "http://${instance}/metrics": dial tcp ${instance}: connect: connection refused` }
}

function targetOf(world: World, { job, instance, labels }: { job: string; instance: string; labels: JsonObject & Record<string, string> }): Target {
  return {
    labels: { ...labels, job, instance }, discoveredLabels: { ...labels, __address__: instance, __metrics_path__: '/metrics', __scheme__: 'http', job }, scrapePool: job,
    scrapeUrl: `http://${instance}/metrics`, globalUrl: `http://${instance}/metrics`, health: 'up', lastError: '', lastScrape: new Date(Math.floor(world.now() / SCRAPE_MS) * SCRAPE_MS).toISOString(), lastScrapeDuration: 0.012,
  }
}
