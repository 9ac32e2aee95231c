// What a run need not write: objects to which applying them would change nothing, not even who owns which field.
import { AppError } from '../../errors.ts'
import { log } from '../../log.ts'
import { mapBounded } from '../bounded.ts'
import type { Means } from './step-out.ts'
import type { ApplyStep, Step } from './steps.ts'

/** Lists under way at a time. */
const AT_ONCE = 8

/**
 * Notes as unchanged what is still the very version that the plan's dry run left as it was: one list for each kind instead of a write for each
 * object. What moved since, or cannot be listed, keeps its step.
 */
export async function noteSettled(steps: readonly Step[], { recorder, cluster, writing }: Means): Promise<void> {
  const settled = steps.filter((step): step is ApplyStep & { settledAt: string } => step.action === 'apply' && step.settledAt !== undefined && step.gate === 'none' && !step.isForced)
  const places = [...Map.groupBy(settled, ({ ref: { apiVersion, kind, namespace } }) => JSON.stringify([apiVersion, kind, namespace])).values()]
  await mapBounded(places, AT_ONCE, async (those) => {
    const [first] = those
    if (!first) return
    const { apiVersion, kind, namespace } = first.ref
    try {
      // Not waited out when it fails: the steps themselves have that patience.
      const there = await cluster.list(apiVersion, kind, namespace, { signal: recorder.signal, timeoutMs: writing.timeoutMs })
      const versions = new Map(there.map(({ metadata }) => [metadata.name, metadata.resourceVersion]))
      for (const { id, ref, settledAt } of those) if (versions.get(ref.name) === settledAt) recorder.note(id, { status: 'unchanged', finishedAt: new Date().toISOString(), isApplied: true })
    } catch (error) {
      if (recorder.signal.aborted || !(error instanceof AppError)) throw error
      log.warn({ err: error, kind, namespace }, 'a run could not see what it need not write')
    }
  })
}
