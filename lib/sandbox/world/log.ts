// What the components of the world log while something fails: the lines that tell an operator why.
import type { KubeObject } from '../../manifest/types.ts'
import type { World } from './world.ts'

const DENIED = 'Access Denied.'

/** The newest lines of a pod, beside what it said when it started. */
export function worldLog(world: World, pod: KubeObject): string[] {
  const scene = world.scene(pod.metadata.namespace ?? '')
  const member = scene?.members.find(({ live }) => live.metadata.uid === pod.metadata.uid)
  if (!scene || !member) return []
  const { kind } = member.pod
  const at = new Date(Math.floor(world.now() / 10_000) * 10_000).toISOString()
  const line = (level: 'error' | 'warn', rest: string): string => `ts=${at} level=${level} ${rest}`
  const overlapping = scene.isHalted && kind === 'compact' ? scene.overlap() : undefined
  return [
    ...(overlapping ? [line('error', `caller=compact.go:527 msg="critical error detected; halting" err="compaction: group 0@5322589354663189029: pre compaction overlap check: overlaps found while gathering blocks. ${overlapping}"`)] : []),
    ...(scene.isRefused && kind === 'compact' ? [line('error', `caller=compact.go:546 msg="retriable error" err="syncing metas: BaseFetcher: iter bucket: ${DENIED}"`)] : []),
    ...(scene.isRefused && kind === 'store' ? [line('warn', `caller=store.go:436 msg="syncing blocks failed" err="BaseFetcher: iter bucket: ${DENIED}"`)] : []),
    ...(scene.isRefused && (kind === 'receive' || kind === 'rule') ? [line('error', `caller=shipper.go:336 component=${kind} msg="shipping failed" block=${scene.newestUlid()} err="upload block: upload chunks: upload file: upload s3 object: ${DENIED}"`)] : []),
    ...(kind === 'receive' && !scene.intake.takes ? [line('error', `caller=handler.go:552 component=receive component=receive-handler tenant=${scene.tenants[0] ?? ''} err="${scene.intake.code === 500 ? 'context deadline exceeded' : 'quorum not reached: 1 errors: target not available'}" msg="internal server error"`)] : []),
    ...(kind === 'receive' && scene.intake.takes ? world.edges().filter((edge) => scene.edge(edge).isOld).map(({ tenant, series }) => line('warn', `caller=writer.go:200 component=receive component=receive-writer tenant=${tenant} msg="Error on ingesting out-of-order samples" numDropped=${series % 900}`)) : []),
    ...(kind === 'query' ? scene.seenBy(member).flatMap(({ error, name }) => (error === undefined ? [] : [line('warn', `caller=endpointset.go:460 component=endpointset msg="update of endpoint failed" err="getting metadata: ${error.replaceAll('"', '\\"')}" address=${name}`)])) : []),
  ]
}
