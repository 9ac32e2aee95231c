// Problem 3: the compactor is stuck. A halted one stays Running and Ready and does nothing, so its own metric and its log decide.
import { parseQuantity } from '../../../manifest/quantity.ts'
import { text, type Text } from '../../../text.ts'
import { chosenFix, setFlagFix } from '../../check.ts'
import type { Fix } from '../../finding.ts'
import { specObjectId, type Workload, workloads } from '../../spec.ts'
import { overlappingBlocks } from '../coverage.ts'
import { bucketBlocks } from '../lanes.ts'
import { becauseOf, figure, findingOf, grown, hasMetrics, lineEvidence, logLine, podsOfKind, theyRun, total, whyNoMetrics } from './seen.ts'
import { type Check, type Diagnosis, type Evidence, type Outcome, type Scene, walk } from './diagnosis.ts'

const CHECKS: readonly Check[] = [
  { id: 'run', question: text('Does the compactor run?', 'compactor가 실행 중입니까?'), look: (scene) => theyRun(scene, 'compact') },
  { id: 'one', question: text('Is it the only one of its blocks?', '같은 블록을 다루는 compactor가 하나뿐입니까?'), look: one },
  { id: 'waits', question: text('Does it go on after its first round?', '첫 회 뒤에도 계속 일합니까?'), look: waits },
  { id: 'halted', question: text('Has it halted?', '멈춰 있습니까?'), look: halted },
  { id: 'fails', question: text('Do its compactions fail?', '컴팩션이 실패합니까?'), look: fails },
  { id: 'backlog', question: text('Does it keep up?', '밀리지 않습니까?'), look: backlog },
]

export function compactorStuck(scene: Scene): Diagnosis {
  return walk('compactor-stuck', CHECKS, { scene, kinds: ['compact'], fine: text('The compactor works: it has not halted, and nothing fails.', 'compactor가 정상입니다. 멈추지 않았고 실패한 작업이 없습니다.') })
}

function one(scene: Scene): Outcome {
  const finding = findingOf(scene, ['compact/several-replicas', 'compact/two-compactors'])
  if (finding !== undefined) return becauseOf(finding, [])
  return { is: 'passed', answer: text(`${podsOfKind(scene, 'compact').length} pod`, `파드 ${podsOfKind(scene, 'compact').length}개`) }
}

function waits(scene: Scene): Outcome {
  const finding = findingOf(scene, ['compact/no-wait'])
  return finding === undefined ? { is: 'passed', answer: text('--wait is set', '--wait 설정됨') } : becauseOf(finding, [])
}

/** Source: cmd/thanos/compact.go: after a halting error the process waits for ever, ready and healthy, retention included. */
function halted(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'compact')
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const value = total(scene.observation, pods, 'thanos_compact_halted')
  const evidence: Evidence[] = [figure('thanos_compact_halted', value, value === 1)]
  if ((value ?? 0) < 1) return { is: 'passed', answer: text('no', '아니요'), evidence }
  const line = logLine(scene, pods, /critical error detected; halting|halt|overlap/i)
  const overlaps = overlappingBlocks(scene, bucketBlocks(scene) ?? [])
  const [overlap] = overlaps
  const all = [...evidence, ...(line === undefined ? [] : [lineEvidence(line)]), ...overlaps.slice(0, 3).map(({ message }): Evidence => ({ asked: text('Blocks in the bucket', '버킷의 블록'), answer: message, isBad: true }))]
  const compactor = compactorOf(scene)
  if (overlap !== undefined || (line !== undefined && /overlap/i.test(line.line))) {
    return { is: 'failed', answer: text('Yes, on overlapping blocks.', '예, 겹치는 블록에서 멈췄습니다.'), evidence: all,
      verdict: overlap === undefined ? text('The compactor has halted on overlapping blocks; retention and downsampling stand still too.', 'compactor가 겹치는 블록에서 멈췄습니다. 보존 정리와 다운샘플링도 멈춰 있습니다.') : text(`The compactor has halted on blocks ${overlap.ulids.join(' and ')}, which overlap; retention and downsampling stand still too.`, `compactor가 겹치는 블록 ${overlap.ulids.join(', ')}에서 멈췄습니다. 보존 정리와 다운샘플링도 멈춰 있습니다.`),
      ...(compactor === undefined ? {} : { fix: verticalFix(compactor) }) }
  }
  if (line !== undefined && /out-of-order chunk/i.test(line.line) && compactor !== undefined) {
    return { is: 'failed', answer: text('Yes, on a block with chunks out of order.', '예, 청크 순서가 어긋난 블록에서 멈췄습니다.'), evidence: all, verdict: text('The compactor has halted on a block whose chunks are out of order.', 'compactor가 청크 순서가 어긋난 블록에서 멈췄습니다.'), fix: setFlagFix(compactor, 'compact.skip-block-with-out-of-order-chunks', 'true') }
  }
  return { is: 'failed', answer: text('Yes.', '예.'), evidence: all, way: 'topology', todo: haltedSteps(line?.line), verdict: line === undefined ? text('The compactor has halted. Its log names the block; a restart halts on the same one.', 'compactor가 멈췄습니다. 로그에 블록 이름이 있으며 재시작해도 같은 블록에서 멈춥니다.') : text('The compactor has halted on what its log says; a restart halts on the same.', 'compactor가 로그에 적힌 이유로 멈췄습니다. 재시작해도 같은 이유로 멈춥니다.') }
}

/** For a halt of which no flag is the cure: the block that the log names is looked at and set aside. Source: docs/components/tools.md, bucket mark and verify. */
function haltedSteps(line: string | undefined): Text[] {
  const ulids = [...new Set(line?.match(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g))]
  const id = ulids[0] ?? 'ULID'
  return [
    ulids.length > 0 ? text(`Look at the block ${ulids.join(', ')} in the bucket: its meta.json says what made it, and when.`, `버킷에서 블록 ${ulids.join(', ')}을(를) 확인하세요. meta.json에 언제 무엇이 만들었는지 있습니다.`) : text('Find the ULID of the block in the compactor’s log, at the line that says “halting”.', 'compactor 로그의 “halting” 줄에서 블록의 ULID를 찾으세요.'),
    text(`Set it aside, which keeps it readable: \`thanos tools bucket mark --id=${id} --marker=no-compact-mark.json --details="halted the compactor" --objstore.config-file=…\`.`, `컴팩션에서 제외하면 읽기는 계속됩니다: \`thanos tools bucket mark --id=${id} --marker=no-compact-mark.json --details="halted the compactor" --objstore.config-file=…\`.`),
    text('Then restart the compactor, as with `kubectl rollout restart`: only that ends a halt.', '그다음 `kubectl rollout restart` 등으로 compactor를 재시작하세요. 재시작해야 멈춤이 풀립니다.'),
  ]
}

/** A claim of half as much again; nothing where the disk is no claim of its own. */
function moreDisk(compactor: Workload | undefined): { fix?: Fix; todo: Text[] } {
  const bytes = compactor?.storage === undefined ? undefined : parseQuantity(compactor.storage.size)
  if (compactor === undefined || bytes === undefined) return { todo: [text('Its data stands on no claim of its own: give the pod a volume that is large enough, in its form, or free the node’s disk.', '데이터가 자체 볼륨 클레임에 있지 않습니다. 편집 화면에서 충분히 큰 볼륨을 주거나 노드의 디스크를 비우세요.')] }
  const size = `${Math.ceil((bytes * 1.5) / 2 ** 30)}Gi`
  return {
    fix: chosenFix(text(`Give ${compactor.name} a disk of ${size}`, `${compactor.name}에 ${size} 디스크 할당`), { op: 'storage.set', object: specObjectId(compactor), size }),
    todo: [text('A StatefulSet does not grow its claims by itself: the plan says which commands do it, and that no data is lost by them.', 'StatefulSet은 클레임을 스스로 키우지 못합니다. 필요한 명령은 계획에 있으며 데이터는 남습니다.')],
  }
}

/** Merging what overlaps cannot be taken back, so a person chooses it. Source: docs/components/compact.md, vertical compactions. */
function verticalFix(compactor: Workload): ReturnType<typeof chosenFix> {
  const { title, edits } = setFlagFix(compactor, 'compact.enable-vertical-compaction', 'true')
  return chosenFix(text(`${title.en}: merge the blocks, for good`, `${title.ko}: 블록을 합치며 되돌릴 수 없음`), ...edits)
}

function compactorOf({ spec }: Scene): Workload | undefined {
  return workloads(spec).find(({ kind, object }) => kind === 'compact' && object !== 'Fragment')
}

function fails(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'compact')
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const failures = grown(scene, pods, 'thanos_compact_group_compactions_failures_total') ?? 0
  const done = grown(scene, pods, 'thanos_compact_group_compactions_total') ?? 0
  const retries = grown(scene, pods, 'thanos_compact_retries_total') ?? 0
  const evidence = [figure('thanos_compact_group_compactions_failures_total', failures, failures > 0), figure('thanos_compact_retries_total', retries, retries > 0)]
  const disk = logLine(scene, pods, /no space left on device/i)
  if (disk !== undefined) return { is: 'failed', answer: text('Yes, the disk is full.', '예, 디스크가 가득 찼습니다.'), evidence: [...evidence, lineEvidence(disk)], ...moreDisk(compactorOf(scene)), verdict: text('The compactor’s disk is full: it needs room for two weeks of the largest stream, twice.', 'compactor의 디스크가 가득 찼습니다. 가장 큰 스트림의 2주치가 두 번 들어갈 공간이 필요합니다.') }
  if (failures === 0 || failures < done * 0.5) return { is: 'passed', evidence, answer: failures === 0 ? text('no', '아니요') : text(`${failures} of ${done + failures}`, `${done + failures}건 중 ${failures}건`) }
  const line = logLine(scene, pods, /level=(?:error|warn)/)
  return { is: 'failed', answer: text('Most do.', '대부분 실패합니다.'), evidence: [...evidence, ...(line === undefined ? [] : [lineEvidence(line)])], way: 'topology', todo: [text('Its log says what fails; the same line again and again names one block, which can be set aside as after a halt.', '로그에 실패 원인이 있습니다. 같은 줄이 반복되면 한 블록의 문제이며, 멈춤 때처럼 제외할 수 있습니다.')], verdict: text('The compactor runs and its compactions fail again and again; retention waits for them.', 'compactor가 실행 중이지만 컴팩션이 반복해서 실패합니다. 보존 정리도 기다리고 있습니다.') }
}

function backlog(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'compact')
  const todo = total(scene.observation, pods, 'thanos_compact_todo_compactions')
  if (todo === undefined) return hasMetrics(scene, pods) ? { is: 'passed', answer: text('it does not count what is left', '남은 작업을 세지 않음') } : { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const answer = text(`${todo} compactions left`, `남은 컴팩션 ${todo}건`)
  const evidence = [figure('thanos_compact_todo_compactions', todo), figure('thanos_compact_todo_downsample_blocks', total(scene.observation, pods, 'thanos_compact_todo_downsample_blocks'))]
  return { is: 'passed', answer, evidence }
}
