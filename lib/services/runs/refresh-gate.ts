// The gate after a file that pods read while they run: it has reached them, and they have taken it in. Where a pod can be asked, it is asked;
// where not, the time that it takes at most is waited, and the page says that it was only waited. Rulers are then told to read it.
import { createHash } from 'node:crypto'
import type { Cluster } from '../../kube/cluster.ts'
import { fieldAt, mapsAt } from '../../manifest/fields.ts'
import { isJsonObject, type KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import type { GateEnd, GateTimes } from './gate.ts'
import type { Recorder } from './recorder.ts'
import { httpPort, isRuler, reloadRules } from './reload-rules.ts'

/** Receivers tell the hash of the hashrings that they use: thanos/pkg/receive/config.go. */
const HASH_METRIC = /^thanos_receive_config_hash(?:\{[^}]*\})? (\S+)$/m

/** Throws LeaseLost. `file` is the object as it was applied. */
export async function refreshGate(cluster: Cluster, file: KubeObject, gate: GateTimes & { id: string; recorder: Recorder }): Promise<GateEnd> {
  const { recorder, id } = gate
  const begun = performance.now()
  const wanted = hashesOf(file)
  for (;;) {
    recorder.signal.throwIfAborted()
    if (recorder.cancelled.aborted) return { end: 'left' }
    const readers = await podsReading(cluster, file)
    if (readers.length === 0) return { end: 'open', message: text('no running pod reads it', '읽고 있는 파드가 없습니다') }
    const heard = await Promise.all(readers.map((pod) => hashHeardFrom(cluster, pod)))
    const known = heard.filter((hash) => hash !== undefined)
    const now = known.filter((hash) => wanted.has(hash)).length
    const spent = performance.now() - begun
    if (known.length === readers.length) {
      await recorder.set(id, {
        ready: { now, want: readers.length },
        message: text(`${now} of ${readers.length} pods use the new file`, `파드 ${readers.length}개 중 ${now}개가 새 파일을 쓰고 있습니다`),
      })
      if (now === readers.length) return { end: 'open' }
      if (spent > gate.timeoutMs) return { end: 'late', why: text(`${readers.length - now} of ${readers.length} pods still use the old file`, `파드 ${readers.length}개 중 ${readers.length - now}개가 아직 이전 파일을 쓰고 있습니다`) }
    } else {
      const left = gate.refreshMs - spent
      if (left <= 0) {
        const rulers = readers.filter(isRuler)
        if (rulers.length > 0) return reloadRules(cluster, rulers)
        const seconds = Math.round(gate.refreshMs / 1000)
        return { end: 'open', message: text(`waited ${seconds} s for it to reach the pods; they could not be asked whether it did`, `파드에 전달되도록 ${seconds}초 기다렸습니다. 실제로 전달되었는지는 물어볼 수 없었습니다`) }
      }
      await recorder.set(id, { waitsMostMs: gate.refreshMs, message: text('waiting until it has reached the pods, which cannot be asked', '파드에 전달될 때까지 기다립니다. 파드에 직접 물어볼 수는 없습니다') })
    }
    await recorder.pause(Math.min(gate.pollMs, Math.max(1, gate.refreshMs - spent)))
  }
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
  const said = HASH_METRIC.exec(await cluster.podPage(pod, { port: httpPort(pod), path: '/metrics' }) ?? '')?.[1]
  return said === undefined ? undefined : Number(said)
}

/** What the metric says of each file: the first six bytes of its digest as a number. SHA-256 since v0.38, MD5 before. */
function hashesOf({ data }: KubeObject): Set<number> {
  const files = isJsonObject(data) ? Object.values(data).filter((value) => typeof value === 'string') : []
  return new Set(files.flatMap((content) => ['sha256', 'md5'].map((kind) => createHash(kind).update(content).digest().readUIntLE(0, 6))))
}
