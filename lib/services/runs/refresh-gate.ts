// The gate after a file that pods read while they run: it has reached them, and they have taken it in. Where a pod can be asked, it is asked;
// where not, the time that it takes at most is waited, and the page says that it was only waited. Rulers are then told to read it.
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { fieldAt, mapsAt } from '../../manifest/fields.ts'
import { isJsonObject, type KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { ringHashes } from '../../thanos/receive/ring-hash.ts'
import type { GateEnd, GateTimes } from './gate.ts'
import type { ObjectResult, Recorder } from './recorder.ts'
import { httpPort, isRuler, POD_TIMEOUT_MS, reloadRules } from './reload-rules.ts'

/** Receivers tell the hash of the hashrings that they use: thanos/pkg/receive/config.go. */
const HASH_METRIC = /^thanos_receive_config_hash(?:\{[^}]*\})? (\S+)$/m

/**
 * Throws LeaseLost. `file` is the object as it was applied. A pod that says that it uses another file is never passed over: the time that a
 * file takes counts only for those that say nothing.
 */
export async function refreshGate(cluster: Cluster, file: KubeObject, gate: GateTimes & { id: string; recorder: Recorder }): Promise<GateEnd> {
  const { recorder, id } = gate
  const deadline = performance.now() + gate.timeoutMs
  const ask = asking(cluster, file)
  let since = performance.now()
  for (;;) {
    recorder.signal.throwIfAborted()
    if (recorder.cancelled.aborted) return { end: 'left' }
    const sight = await ask().catch(outage)
    if ('why' in sight) {
      // Whoever mounts it could not read it either.
      since = performance.now()
      await recorder.set(id, { message: sight.why })
      if (since > deadline) return { end: 'late', why: sight.why }
      await recorder.pause(gate.pollMs)
      continue
    }
    const { readers, now, old } = sight
    const want = readers.length
    if (want === 0) return { end: 'open', message: text('no running pod reads it', '읽고 있는 파드가 없습니다') }
    await recorder.set(id, messageOf(sight, gate.refreshMs))
    if (now === want) return { end: 'open' }
    const left = since + gate.refreshMs - performance.now()
    if (old === 0 && left <= 0) return openUnasked(cluster, sight, gate.refreshMs)
    if (old > 0 && performance.now() > deadline) return { end: 'late', why: text(`${old} of ${want} pods still use the old file`, `파드 ${want}개 중 ${old}개가 아직 이전 파일을 쓰고 있습니다`) }
    await recorder.pause(Math.min(gate.pollMs, Math.max(1, old > 0 ? gate.pollMs : left)))
  }
}

/** A cluster that does not answer for a while is waited for. */
function outage(error: unknown): { why: Text } {
  if (error instanceof AppError && error.code === 'UPSTREAM') return { why: sentenceOf(error) }
  throw error
}

/** `now` use the new file, `old` another one; the rest say nothing. */
type Sight = { readers: KubeObject[]; now: number; old: number }

/** Asks all readers. One that fell silent counts as what it said last: it may use that still. */
function asking(cluster: Cluster, file: KubeObject): () => Promise<Sight> {
  const wanted = hashesOf(file)
  const said = new Map<unknown, number>()
  return async () => {
    const readers = await podsReading(cluster, file)
    const hashes = await Promise.all(readers.map(async (pod) => {
      const { uid } = pod.metadata
      const hash = await hashHeardFrom(cluster, pod) ?? said.get(uid)
      if (hash !== undefined) said.set(uid, hash)
      return hash
    }))
    const known = hashes.filter((hash) => hash !== undefined)
    const now = known.filter((hash) => wanted.has(hash)).length
    return { readers, now, old: known.length - now }
  }
}

function messageOf({ readers: { length }, now, old }: Sight, refreshMs: number): ObjectResult {
  const silent = length - now - old
  if (silent === length) return { waitsMostMs: refreshMs, message: text('waiting until it has reached the pods, which cannot be asked', '파드에 전달될 때까지 기다립니다. 파드에 직접 물어볼 수는 없습니다') }
  const rest = silent === 0 ? text('', '') : text(`; ${silent} cannot be asked`, `. ${silent}개에는 물어볼 수 없습니다`)
  return { ready: { now, want: length }, message: text(`${now} of ${length} pods use the new file${rest.en}`, `파드 ${length}개 중 ${now}개가 새 파일을 쓰고 있습니다${rest.ko}`) }
}

/** None says that it uses another file, and those that say nothing had the time that it takes. */
async function openUnasked(cluster: Cluster, { readers, now }: Sight, refreshMs: number): Promise<GateEnd> {
  const rulers = readers.filter(isRuler)
  if (rulers.length > 0) return reloadRules(cluster, rulers)
  const [seconds, { length }] = [Math.round(refreshMs / 1000), readers]
  if (now === 0) return { end: 'open', message: text(`waited ${seconds} s for it to reach the pods; they could not be asked whether it did`, `파드에 전달되도록 ${seconds}초 기다렸습니다. 실제로 전달되었는지는 물어볼 수 없었습니다`) }
  return { end: 'open', message: text(`${now} of ${length} pods use the new file; waited ${seconds} s for the others, which could not be asked`, `파드 ${length}개 중 ${now}개가 새 파일을 쓰고 있습니다. 나머지는 물어볼 수 없어 ${seconds}초 기다렸습니다`) }
}

/** Running pods that mount it, alone or among others. */
async function podsReading(cluster: Cluster, { kind, metadata: { name, namespace } }: KubeObject): Promise<KubeObject[]> {
  const names = (source: unknown): boolean => isJsonObject(source) && (kind === 'Secret' ? source.secretName ?? source.name : source.name) === name
  const key = kind === 'Secret' ? 'secret' : 'configMap'
  return (await cluster.list('v1', 'Pod', namespace)).filter((pod) => (
    pod.metadata.deletionTimestamp === undefined && fieldAt(pod, 'status', 'phase') === 'Running'
    && mapsAt(pod, 'spec', 'volumes').some((volume) => names(volume[key]) || mapsAt(volume, 'projected', 'sources').some((source) => names(source[key])))
  ))
}

async function hashHeardFrom(cluster: Cluster, pod: KubeObject): Promise<number | undefined> {
  const said = HASH_METRIC.exec(await cluster.podPage(pod, { port: httpPort(pod), path: '/metrics', timeoutMs: POD_TIMEOUT_MS }) ?? '')?.[1]
  return said === undefined ? undefined : Number(said)
}

/** What the metric may say where any file of the object is the one that is used. */
function hashesOf({ data }: KubeObject): Set<number> {
  const files = isJsonObject(data) ? Object.values(data).filter((value) => typeof value === 'string') : []
  return new Set(files.flatMap(ringHashes))
}
