// Compactors of other stacks on the bucket of one that starts: no list of this stack's namespaces shows them, but their revisions do.
import { text, type Text } from '../../text.ts'
import { report } from '../check.ts'
import { objectStorageOf } from '../files.ts'
import type { Finding } from '../finding.ts'
import { relabelText } from '../relabel.ts'
import { sameBucket, type Home } from '../same-bucket.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/compact.md#warning-only-one-instance-of-compactor-may-run'

/**
 * A compactor of another stack's revision. `there`: its cluster was brought to that revision and has it (`runs`), has it no more or without pods (`stopped`), or does
 * not answer (`unknown`); `unapplied` is only asked for by a revision.
 */
export type CompactorElsewhere = { readonly stack: string; readonly home: Home; readonly spec: StackSpec; readonly workload: Workload; readonly there: 'runs' | 'stopped' | 'unknown' | 'unapplied' }

/**
 * What blocks the compactors of a spec that start; what a person has to answer for, since the cluster of the other one does not answer: it may be gone for good, and
 * this one be what takes its place; and what is only said, since nobody can tell that it is one bucket or that the other will run.
 */
export function elsewhereRules({ spec, home, starting, elsewhere }: {
  spec: StackSpec; home: Home; starting: readonly Workload[]; elsewhere: readonly CompactorElsewhere[]
}): { blockers: Finding[]; acknowledge: Finding[]; notes: Text[] } {
  const [blockers, acknowledge, notes]: [Finding[], Finding[], Text[]] = [[], [], []]
  for (const next of starting) {
    for (const other of elsewhere.filter(({ there }) => there !== 'stopped')) {
      const [mine, theirs] = [relabelText(spec, next, 'selector.relabel-config'), relabelText(other.spec, other.workload, 'selector.relabel-config')]
      if (mine && theirs && mine.content !== theirs.content) continue
      const same = sameBucket({ storage: storageOf(spec, next), home: { ...home, namespace: next.namespace ?? home.namespace } }, {
        storage: storageOf(other.spec, other.workload), home: { ...other.home, namespace: other.workload.namespace ?? other.home.namespace },
      })
      if (same === 'same' && other.there === 'runs') blockers.push(blocker(next, other))
      else if (same === 'same' && other.there === 'unknown') acknowledge.push(unanswered(next, other))
      else if (same !== 'other') notes.push(same === 'same' ? unapplied(next, other) : untold(next, other))
    }
  }
  return { blockers, acknowledge, notes }
}

/** Compactors that run and would from now on compact another bucket than they do; `home` is where both are. */
export function movingCompactors({ before, after, home }: { before: StackSpec; after: StackSpec; home: Home }): Workload[] {
  const running = new Map(workloads(before).filter(mayRun).map((workload) => [specObjectId(workload), workload]))
  return workloads(after).filter(mayRun).filter((next) => {
    const now = running.get(specObjectId(next))
    const [was, will] = [now && storageOf(before, now), storageOf(after, next)]
    // What cannot be told, and stays as it is, moves nothing.
    return now !== undefined && JSON.stringify(was) !== JSON.stringify(will) && sameBucket({ storage: was, home }, { storage: will, home }) !== 'same'
  })
}

/** Whether a workload is a compactor that has pods, by its spec. */
export function mayRun({ kind, object, replicas }: Workload): boolean {
  return kind === 'compact' && object !== 'Fragment' && replicas !== 0
}

function storageOf(spec: StackSpec, workload: Workload): NonNullable<ReturnType<typeof objectStorageOf>>['storage'] | undefined {
  return objectStorageOf(spec, workload)?.storage
}

const nameOf = ({ workload, home }: CompactorElsewhere): string => `${workload.object}/${workload.namespace ?? home.namespace}/${workload.name}`

function blocker(next: Workload, other: CompactorElsewhere): Finding {
  const name = nameOf(other)
  return report({ object: specObjectId(next), path: 'replicas', source: SOURCE, about: `${other.stack} ${name}` }, 'plan/compactor-elsewhere', 'error',
    text(`${name} of the stack ${other.stack} runs and compacts the same bucket.`, `스택 ${other.stack}의 ${name}이(가) 실행 중이며 같은 버킷을 컴팩션합니다.`),
    text(
      `Two compactors on one bucket corrupt each other's blocks. Apply a revision of ${other.stack} in which it has no replicas before ${next.name} comes to it, or give ${next.name} a bucket or prefix of its own.`,
      `한 버킷에 compactor가 둘이면 서로의 블록을 망가뜨립니다. ${next.name}이(가) 그 버킷을 쓰기 전에 그 compactor의 레플리카를 0으로 한 리비전을 ${other.stack}에 적용하거나, ${next.name}에 별도의 버킷이나 prefix를 주세요.`,
    ))
}

function unanswered(next: Workload, other: CompactorElsewhere): Finding {
  const name = nameOf(other)
  return report({ object: specObjectId(next), path: 'replicas', source: SOURCE, about: `${other.stack} ${name}` }, 'plan/compactor-elsewhere', 'error',
    text(`${name} of the stack ${other.stack} compacts the same bucket, by the revision that was applied there, and its cluster does not tell whether it still runs.`, `스택 ${other.stack}의 ${name}이(가) 적용된 리비전에 따라 같은 버킷을 컴팩션합니다. 아직 실행 중인지 그 클러스터가 응답하지 않습니다.`),
    text(
      `Two compactors on one bucket corrupt each other's blocks. Make sure that it is stopped, and will not start again when its cluster comes back, before ${next.name} comes to it.`,
      `한 버킷에 compactor가 둘이면 서로의 블록을 망가뜨립니다. 그 compactor가 멈췄고 클러스터가 돌아와도 다시 시작하지 않는 것을 확인한 뒤 ${next.name}이(가) 이 버킷을 쓰게 하세요.`,
    ))
}

function unapplied(next: Workload, other: CompactorElsewhere): Text {
  return text(
    `${nameOf(other)} of the stack ${other.stack} would compact the bucket of ${next.name}, by a revision that was not applied there. Only one of them may run.`,
    `스택 ${other.stack}의 ${nameOf(other)}이(가) ${next.name}의 버킷을 컴팩션하게 됩니다. 아직 적용되지 않은 리비전에 따른 것입니다. 둘 중 하나만 실행해야 합니다.`,
  )
}

function untold(next: Workload, other: CompactorElsewhere): Text {
  return text(
    `Nobody can tell from the configuration whether ${nameOf(other)} of the stack ${other.stack} compacts the bucket of ${next.name}. Two compactors on one bucket corrupt each other's blocks: make sure that it does not.`,
    `스택 ${other.stack}의 ${nameOf(other)}이(가) ${next.name}의 버킷을 컴팩션하는지 설정만으로는 알 수 없습니다. 한 버킷에 compactor가 둘이면 서로의 블록을 망가뜨리므로 그렇지 않은지 확인하세요.`,
  )
}
