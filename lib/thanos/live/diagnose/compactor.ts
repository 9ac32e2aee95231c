// Problem 3: the compactor is stuck. A halted one stays Running and Ready and does nothing, so its own metric and its log decide.
import { text } from '../../../text.ts'
import { chosenFix, setFlagFix } from '../../check.ts'
import { type Workload, workloads } from '../../spec.ts'
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
  return { is: 'failed', answer: text('Yes.', '예.'), evidence: all, verdict: line === undefined ? text('The compactor has halted. Its log names the block; a restart halts on the same one.', 'compactor가 멈췄습니다. 로그에 블록 이름이 있으며 재시작해도 같은 블록에서 멈춥니다.') : text('The compactor has halted on what its log says; a restart halts on the same.', 'compactor가 로그에 적힌 이유로 멈췄습니다. 재시작해도 같은 이유로 멈춥니다.') }
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
  if (disk !== undefined) return { is: 'failed', answer: text('Yes, the disk is full.', '예, 디스크가 가득 찼습니다.'), evidence: [...evidence, lineEvidence(disk)], verdict: text('The compactor’s disk is full: it needs room for two weeks of the largest stream, twice.', 'compactor의 디스크가 가득 찼습니다. 가장 큰 스트림의 2주치가 두 번 들어갈 공간이 필요합니다.') }
  if (failures === 0 || failures < done * 0.5) return { is: 'passed', evidence, answer: failures === 0 ? text('no', '아니요') : text(`${failures} of ${done + failures}`, `${done + failures}건 중 ${failures}건`) }
  const line = logLine(scene, pods, /level=(?:error|warn)/)
  return { is: 'failed', answer: text('Most do.', '대부분 실패합니다.'), evidence: [...evidence, ...(line === undefined ? [] : [lineEvidence(line)])], verdict: text('The compactor runs and its compactions fail again and again; retention waits for them.', 'compactor가 실행 중이지만 컴팩션이 반복해서 실패합니다. 보존 정리도 기다리고 있습니다.') }
}

function backlog(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'compact')
  const todo = total(scene.observation, pods, 'thanos_compact_todo_compactions')
  if (todo === undefined) return hasMetrics(scene, pods) ? { is: 'passed', answer: text('it does not count what is left', '남은 작업을 세지 않음') } : { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const answer = text(`${todo} compactions left`, `남은 컴팩션 ${todo}건`)
  const evidence = [figure('thanos_compact_todo_compactions', todo), figure('thanos_compact_todo_downsample_blocks', total(scene.observation, pods, 'thanos_compact_todo_downsample_blocks'))]
  return { is: 'passed', answer, evidence }
}
