// Which pods restart, in which order, and which files are taken in without a restart.
import { text, type Text } from '../../text.ts'
import { fileReads } from '../file-readers.ts'
import { heldPods } from '../rollout/held.ts'
import { specObjectId, workloads, type ConfigFiles, type StackSpec } from '../spec.ts'
import type { Change, Impact } from './impact.ts'
import { isRunning, stopped } from './pairs.ts'
import { slowStops } from './slow-stops.ts'

/** Restarts, files, pods that take long to stop, and workloads that no longer have a pod. */
export function restartImpact(change: Change): Impact[] {
  return [...restarts(change), ...heldBack(change), ...slowStops(change), ...filesTakenIn(change), ...pauses(change)]
}

function restarts({ restarting, changes, before, after }: Change): Impact[] {
  if (restarting.length === 0) return []
  const countOf = (id: string): number => changes.find(({ object }) => object === id)?.restarts ?? 0
  const count = restarting.reduce((sum, workload) => sum + countOf(specObjectId(workload)), 0)
  const list = restarting.map((workload) => `${countOf(specObjectId(workload))} × ${workload.name}`).join(', ')
  const why = changedFiles(before, after).filter(({ how, workload }) => how === 'start' && restarting.includes(workload))
  return [{
    area: 'restarts', weight: 'notice', objects: restarting.map(specObjectId),
    message: text(`${count} ${count === 1 ? 'pod restarts' : 'pods restart'}`, `파드 ${count}개가 재시작합니다`),
    detail: joined([
      restarting.length === 1 ? text(`${list}.`, `${list}.`) : text(`In this order: ${list}; each workload waits for the one before.`, `순서: ${list}. 각 워크로드는 앞의 것이 끝나기를 기다립니다.`),
      ...(restarting.some(({ object }) => object === 'StatefulSet') ? [text('A StatefulSet restarts its pods one by one, from the highest number.', 'StatefulSet은 높은 번호부터 파드를 하나씩 재시작합니다.')] : []),
      ...why.map(({ workload, config, key }) => text(`${workload.name} reads ${key} of ${config.name} only when it starts.`, `${workload.name}은(는) ${config.name}의 ${key}을(를) 시작할 때만 읽습니다.`)),
    ]),
  }]
}

/** Pods whose template changes and that do not get it with this: by its strategy the workload leaves them as they are. */
function heldBack({ before, after, changes }: Change): Impact[] {
  return changes.flatMap(({ object, fields, restarts: replaced }): Impact[] => {
    const [old, next] = [before, after].map((spec) => workloads(spec).find((workload) => specObjectId(workload) === object))
    if (!old || !next || !fields.some(({ path }) => path.startsWith('spec.template.'))) return []
    const held = heldPods(old, next)
    const count = Math.min(old.replicas ?? 1, next.replicas ?? 1) - replaced
    if (held === undefined || count <= 0) return []
    return [{
      area: 'restarts', weight: 'notice', objects: [object],
      message: text(`${count} ${count === 1 ? 'pod' : 'pods'} of ${next.name} ${count === 1 ? 'keeps' : 'keep'} what ${count === 1 ? 'it runs' : 'they run'} now`, `${next.name}의 파드 ${count}개는 지금 상태 그대로 남습니다`),
      detail: held.why,
    }]
  })
}

/** A reader is told of its new text, or finds it by itself. */
function filesTakenIn({ before, after, restarting }: Change): Impact[] {
  return changedFiles(before, after).filter(({ how, workload }) => how !== 'start' && !restarting.includes(workload) && isRunning(workload)).map(({ workload, config, key, how, everyMs }): Impact => ({
    area: 'restarts', weight: 'none', objects: [specObjectId(config)],
    message: text(`${workload.name} takes in ${key} without a restart`, `${workload.name}이(가) 재시작 없이 ${key}을(를) 읽어 들입니다`),
    detail: how === 'told'
      ? text('Once the kubelet has brought the file to each pod (up to two minutes), each is told to read it (POST /-/reload).', 'kubelet이 각 파드에 파일을 전달하면(최대 2분) 다시 읽도록 지시합니다(POST /-/reload).')
      : text(
        `The kubelet brings the file to each pod within about two minutes${everyMs === undefined ? '' : `, and the pod looks at it every ${minutes(everyMs)}`}.`,
        `kubelet이 약 2분 안에 각 파드에 파일을 전달합니다${everyMs === undefined ? '' : `. 파드는 ${minutes(everyMs)}마다 확인합니다`}.`,
      ),
  }))
}

function pauses({ before, after }: Change): Impact[] {
  return stopped(before, after, 'compact').filter(({ isGone }) => !isGone).map(({ workload }): Impact => ({
    area: 'restarts', weight: 'notice', objects: [specObjectId(workload)],
    message: text(`${workload.name} stops: it has 0 replicas`, `${workload.name}이(가) 멈춥니다. 레플리카가 0개입니다`),
    detail: text('Blocks are not compacted, downsampled or deleted any more, so the bucket grows.', '블록이 더 이상 컴팩션, 다운샘플링, 삭제되지 않아 버킷이 커집니다.'),
  }))
}

type Changed = ReturnType<typeof fileReads>[number]

function changedFiles(before: StackSpec, after: StackSpec): Changed[] {
  const old = new Map(before.objects.flatMap((object): [string, ConfigFiles][] => (object.type === 'config' ? [[specObjectId(object), object]] : [])))
  return fileReads(after).filter(({ config, key }) => {
    const was = old.get(specObjectId(config))
    return was !== undefined && was.files[key] !== config.files[key]
  })
}

function minutes(ms: number): string {
  return ms >= 60_000 ? `${Math.round(ms / 60_000)} m` : `${Math.round(ms / 1000)} s`
}

function joined(texts: readonly Text[]): Text {
  return text(texts.map(({ en }) => en).join(' '), texts.map(({ ko }) => ko).join(' '))
}
