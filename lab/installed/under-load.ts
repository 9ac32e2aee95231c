// Knows how a change is judged while the edges write: applied through Gauntlet, and afterwards every sample is there; how long nobody answered is told.
import type { Actor } from '#lib/auth/actor.ts'
import type { PlanView, RunView } from '#lib/services/views.ts'
import { agentMetrics, scrapesOf } from '../edges.ts'
import { eventually } from '../eventually.ts'
import { applyPlan } from '../guide-install.ts'
import type { Installed } from './given.ts'
import { ask, watchAnswers, written } from './queries.ts'

const SAMPLES_WITHIN_MS = 180_000
/** What is still missing so long before the end is lost. */
const PATIENCE_MS = 60_000

export type UnderLoad = {
  readonly run: RunView
  /** Samples that are nowhere, of all edges, from the first scrape to one after the change. */
  readonly lost: number
  readonly found: number
  readonly examples: readonly string[]
  readonly longestGapMs: number
}

/** Applies the plan while the answers of Query are watched, and waits for the samples that the edges wrote meanwhile. Prints a line with the figures. */
export async function underLoad(lab: Installed, actor: Actor, { name, plan, query, since }: { name: string; plan: PlanView; query: string; since: number }): Promise<UnderLoad> {
  const watch = watchAnswers(query, lab.edges)
  const startedAt = Date.now()
  const run = await applyPlan(actor, plan)
  const took = Math.round((Date.now() - startedAt) / 1000)
  const { lost, found, examples } = await samplesOf(lab, query, since)
  const { longestGapMs, asked, missed, warned, why } = await watch.stop()
  console.error(`${name}: ${run.status} in ${took} s, ${lost} of ${found + lost} samples lost, ${(longestGapMs / 1000).toFixed(1)} s at most without a whole answer (of ${asked} answers ${missed} were missing or not whole, ${warned} whole ones had a warning)${why.map((each) => `\n  ${each.slice(0, 300)}`).join('')}`)
  if (lost > 0) for (const edge of lab.edges) console.error(`${edge.name}: ${(await agentMetrics(lab.api, edge)).split('\n').filter((line) => /^prometheus_remote_storage_samples_(failed|dropped|retried)_total/.test(line)).join('\n  ')}`)
  return { run, lost, found, examples, longestGapMs }
}

/** All that the edges have written since they were started at `since`. Waits until the scrapes of this moment are answered, and a while longer for samples that are missing. */
export async function samplesOf(lab: Installed, query: string, since: number): Promise<{ lost: number; found: number; examples: readonly string[] }> {
  const each = await Promise.all(lab.edges.map(async (edge) => {
    const scrapes = await scrapesOf(lab.api, edge)
    // All samples of an edge are a hundred thousand lines: whether the last ones are there is asked first.
    await eventually(`scrape ${scrapes} of ${edge.name} is there`, async () => {
      const [newest] = await ask(query, `max(lab_scrape{cluster="${edge.cluster}"})`).catch(() => [])
      return newest !== undefined && 'value' in newest && Number(newest.value[1]) >= scrapes || undefined
    }, SAMPLES_WITHIN_MS)
    const deadline = Date.now() + SAMPLES_WITHIN_MS
    return eventually(`scrape ${scrapes} of ${edge.name} is answered`, async () => {
      const found = await written(query, edge, { seconds: (Date.now() - since) / 1000 + 60 }).catch(() => undefined)
      return found && found.highest >= scrapes && (found.lost === 0 || Date.now() > deadline - PATIENCE_MS) ? found : undefined
    }, SAMPLES_WITHIN_MS)
  }))
  return {
    lost: each.reduce((sum, { lost }) => sum + lost, 0), found: each.reduce((sum, { found }) => sum + found, 0), examples: each.flatMap(({ examples }) => examples),
  }
}
