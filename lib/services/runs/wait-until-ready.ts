// The gate after a workload: its change has reached every pod and all are available, or the time is over.
import { once } from 'node:events'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { isRolledOut, workloadHealth } from '../../manifest/health.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { refOf } from '../../manifest/target.ts'

export type Ready = { now: number; want: number }
export type Gate = { timeoutMs: number; pollMs: number }

/**
 * Watches a workload until it is rolled out, telling how far it is. Gives undefined then, else why it did not become ready in time.
 * A cluster that does not answer for a while is waited for as well.
 */
export async function waitUntilReady(
  cluster: Cluster, workload: KubeObject, { timeoutMs, pollMs, tell }: Gate & { tell: (ready: Ready, message: Text) => Promise<void> },
): Promise<Text | undefined> {
  const deadline = Date.now() + timeoutMs
  let last: Text = text('nothing was seen of it', '아무것도 확인하지 못했습니다')
  for (;;) {
    let version: unknown
    try {
      const live = await cluster.get(refOf(workload))
      version = live?.metadata.resourceVersion
      if (live && isRolledOut(live)) {
        await tell(...progressOf(live))
        return undefined
      }
      const [ready, message] = progressOf(live, live ? await cluster.podsOf(live) : [])
      last = message
      await tell(ready, message)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'UPSTREAM')) throw error
      last = sentenceOf(error)
    }
    if (Date.now() + pollMs > deadline) return last
    await untilChanged(cluster, workload, { since: version, withinMs: pollMs })
  }
}

/** Resolves as soon as the workload changes after a version that was read, and at the latest after a while: not every account may watch. */
async function untilChanged(cluster: Cluster, { apiVersion, kind, metadata: { name, namespace } }: KubeObject, { since, withinMs }: { since: unknown; withinMs: number }): Promise<void> {
  const late = AbortSignal.timeout(withinMs)
  const pause = once(late, 'abort')
  const changed = async (): Promise<unknown> => {
    if (typeof since !== 'string') return pause
    const events = cluster.watch(apiVersion, kind, namespace, { fieldSelector: `metadata.name=${name}`, resourceVersion: since, signal: late })
    for await (const { type } of events) if (type !== 'BOOKMARK') return undefined
    return pause
  }
  await Promise.race([pause, changed().catch(() => pause)])
}

function progressOf(live: KubeObject | undefined, pods: readonly KubeObject[] = []): [Ready, Text] {
  const { ready, want, message } = workloadHealth(live, pods)
  return [{ now: ready, want }, message]
}
