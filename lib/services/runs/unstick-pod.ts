// A StatefulSet that waits for a broken pod of a template which is no longer wanted: said, and that pod deleted where the reviewer ticked so.
import 'server-only'
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import { findRun } from '../../db/runs.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { PodLog, PodProgress } from '../../manifest/progress.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { refOf } from '../../manifest/target.ts'
import { text, type Text } from '../../text.ts'
import { command } from '../command.ts'
import type { RolloutGate } from './rollout-gate.ts'
import { logOf } from './trouble.ts'

type Sight = { live: KubeObject; pods: readonly KubeObject[]; progress: readonly PodProgress[]; gate: RolloutGate }

/** Undefined when nothing is stuck. Each pod is deleted once: it is written down before, by its uid, and its like never goes in its place. */
export async function unstick(cluster: Cluster, { live, pods, progress, gate }: Sight): Promise<{ message: Text; log?: PodLog } | undefined> {
  const { id, recorder, runId } = gate
  const stuck = progress.find(({ isStuck }) => isStuck)
  const pod = pods.find(({ metadata: { uid } }) => uid === stuck?.uid)
  if (!stuck || !pod) return undefined
  const { name } = pod.metadata
  const done = recorder.objects().find(({ object }) => object === id)?.unstuck ?? []
  if (!recorder.mayUnstick(id)) {
    const log = await logOf(cluster, pod)
    return {
      message: text(
        `${live.metadata.name} waits for ${name}, which still has the old template and does not get ready: its controller goes on only when that pod is deleted`,
        `${live.metadata.name}이(가) 이전 템플릿의 고장 난 파드 ${name}을(를) 기다립니다. 이 파드를 삭제해야 컨트롤러가 이어서 진행합니다`,
      ),
      ...(log ? { log } : {}),
    }
  }
  // Written down already: whoever held the run before may not have come to the deletion, which by its uid happens once in any case.
  if (!done.includes(stuck.uid)) {
    await recorder.set(id, { unstuck: [...done, stuck.uid] })
    await recorder.persist(() => deleting(SYSTEM, { runId, object: id, pod: name, uid: stuck.uid }))
  }
  await cluster.remove(refOf({ ...pod, apiVersion: 'v1', kind: 'Pod' }), { uid: stuck.uid, signal: recorder.signal, agent: `gauntlet (run ${runId}, epoch ${recorder.held.epoch})` })
  return { message: text(`${name} was deleted, so that its controller goes on`, `컨트롤러가 이어서 진행하도록 ${name}을(를) 삭제했습니다`) }
}

const deleting = command({
  name: 'run.delete-pod',
  permission: 'run:close',
  input: z.object({ runId: z.string(), object: z.string(), pod: z.string(), uid: z.string() }),
  about: ({ runId }) => ({ subject: `run ${runId}` }),
  async run({ tx }, { runId, ...after }) {
    const stackId = (await findRun(tx, runId))?.stackId
    return { value: undefined, event: { subject: `run ${runId}`, ...(stackId === undefined ? {} : { stackId }), after } }
  },
})
