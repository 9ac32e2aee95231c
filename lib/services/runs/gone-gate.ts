// The gate after a deletion: none of its pods is left.
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import type { GateEnd, GateTimes } from './gate.ts'
import type { Recorder } from './recorder.ts'

/** Throws LeaseLost. */
export async function goneGate(cluster: Cluster, workload: KubeObject, { id, recorder, timeoutMs, pollMs }: GateTimes & { id: string; recorder: Recorder }): Promise<GateEnd> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    recorder.signal.throwIfAborted()
    if (recorder.cancelled.aborted) return { end: 'left' }
    let why: Text
    try {
      const { length } = await cluster.podsOf(workload)
      if (length === 0) return { end: 'open' }
      why = text(`${length} of its pods are still there`, `파드 ${length}개가 아직 남아 있습니다`)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'UPSTREAM')) throw error
      why = sentenceOf(error)
    }
    await recorder.set(id, { message: why })
    if (performance.now() + pollMs > deadline) return { end: 'late', why }
    await recorder.pause(pollMs)
  }
}
