// Says in words why no single apply of a hashring change is safe, and in which two revisions it is.
import type { PlanStep } from '../../manifest/step.ts'
import { text, type Text } from '../../text.ts'
import { report } from '../check.ts'
import type { Finding } from '../finding.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'
import { heldNames, type Held } from './held.ts'
import { addressesOf, ringReaders, serverOf } from './rings.ts'
import type { RingFault } from './simulate.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md#hashring-configuration'

/** One finding for each receiver that would route to nobody or exit, in the words of what has to be parted. */
export function ringFaultFindings({ before, after, steps, faults }: { before: StackSpec; after: StackSpec; steps: readonly PlanStep[]; faults: readonly RingFault[] }): Finding[] {
  return [...Map.groupBy(faults, ({ reader, kind }) => `${reader} ${kind}`).values()].flatMap(([fault, ...more]) => {
    if (fault === undefined) return []
    const old = ringReaders(before).find(({ id }) => id === fault.reader)
    const next = ringReaders(after).find(({ id }) => id === fault.reader)
    const place = { object: next?.source ?? fault.reader, path: next?.file && next.isWatched ? `files.${next.file.key}` : 'flags.receive.hashrings', source: SOURCE }
    const workload = (next ?? old)?.workload
    const name = workload?.name ?? fault.reader
    const held = [fault, ...more].find((one) => one.held)?.held
    const kept = workload && held && { names: heldNames(held, workload), why: held.why }
    // With the factor in the same change, that is what has to be parted.
    if (fault.kind === 'small' || (old && next && old.factor !== next.factor)) return [tooSmall(place, name, kept)]
    const addresses = [...new Set([fault, ...more].flatMap((one) => one.addresses))]
    const gone = new Set(addressesOf(old?.rings ?? []))
    const coming = addresses.filter((address) => !gone.has(address))
    const isNeverThere = next !== undefined && coming.some((address) => serverOf(after, next.workload, address) === undefined)
    return [isNeverThere ? named(place, name, coming) : parted(place, { name, addresses, step: steps[fault.step]?.object ?? '', grows: coming.length > 0, kept })]
  })
}

/**
 * Receivers whose pods still have an older ring or factor than their own template, by what `behind` saw of the pods: what they route by is not known, so
 * nothing that they may write to can go. `losing` are the receivers with fewer pods afterwards.
 */
export function keptRingFindings({ before, after, behind, losing }: { before: StackSpec; after: StackSpec; behind: ReadonlyMap<string, Held>; losing: readonly string[] }): Finding[] {
  return workloads(before).flatMap((workload): Finding[] => {
    const held = behind.get(specObjectId(workload))
    if (held === undefined || !(losing.length > 0 || isRingLess(before, after, workload))) return []
    const names = heldNames(held, workload)
    return [report({ object: specObjectId(workload), path: 'flags.receive.hashrings', source: SOURCE }, 'plan/ring-kept', 'error',
      text(`${names.en} still ${held.count === 1 ? 'runs' : 'run'} with an older hashring or replication factor than ${workload.name} asks for, and this change takes endpoints away.`, `${names.ko}이(가) ${workload.name}에 지정된 것보다 오래된 hashring이나 복제 계수로 실행 중인데, 이 변경은 엔드포인트를 줄입니다.`),
      text(`They may write to what goes, or exit. ${held.why.en} Do that first, then compute the plan again.`, `사라지는 엔드포인트에 계속 쓰거나 종료될 수 있습니다. ${held.why.ko} 먼저 반영한 뒤 계획을 다시 계산하세요.`))]
  })
}

function isRingLess(before: StackSpec, after: StackSpec, workload: Workload): boolean {
  const [was, is] = [before, after].map((spec) => ringReaders(spec).find(({ id }) => id === specObjectId(workload)))
  const left = new Set(addressesOf(is?.rings ?? []))
  return addressesOf(was?.rings ?? []).some((address) => !left.has(address))
}

type Where = { object: string; path: string; source: string }
/** Pods that keep their old template at what is refused, and until when. */
type Kept = { names: Text; why: Text } | undefined

/** What is to be done between the two revisions, where applying the first does not reach every pod. */
function between(kept: Kept): Text {
  return kept
    ? text(` Applying alone does not reach ${kept.names.en}: ${kept.why.en} Do that between the two.`, ` 적용만으로는 ${kept.names.ko}에 반영되지 않습니다. ${kept.why.ko} 두 리비전 사이에 반영하세요.`)
    : text('', '')
}

function tooSmall(place: Where, name: string, kept: Kept): Finding {
  const then = between(kept)
  return report(place, 'plan/ring-below-factor', 'error',
    text(`In one apply ${name} would have a ring that is smaller than its replication factor, at which it exits.`, `한 번에 적용하면 ${name}의 링이 복제 계수보다 작아지는 순간이 있고, 그때 종료됩니다.`),
    text(`Use two revisions: to raise the factor, first the pods and the ring, then the factor; to lower it, first the factor, then the ring.${then.en}`, `리비전 두 개로 나누세요. 복제 계수를 올릴 때는 파드와 링을 먼저, 복제 계수를 나중에 바꾸고, 내릴 때는 복제 계수를 먼저, 링을 나중에 바꾸세요.${then.ko}`))
}

function named(place: Where, name: string, addresses: readonly string[]): Finding {
  return report(place, 'plan/ring-names-nobody', 'error',
    text(`The new ring of ${name} names ${some(addresses)}, and no pod answers there.`, `${name}의 새 링에 있는 ${some(addresses)}에 응답하는 파드가 없습니다.`),
    text('Writes of the series that belong there miss a copy, or are refused. Name pods that exist, or add the replicas in this revision: they are made ready first.', '여기에 속한 시리즈의 쓰기는 사본이 부족하거나 거부됩니다. 있는 파드를 적거나 이 리비전에서 레플리카를 늘리세요. 파드를 먼저 준비합니다.'))
}

function parted(place: Where, { name, addresses, step, grows, kept }: { name: string; addresses: readonly string[]; step: string; grows: boolean; kept: Kept }): Finding {
  const then = between(kept)
  return report(place, 'plan/ring-in-one-step', 'error',
    text(`No order of this change is safe: at ${step}, ${name} would write to ${some(addresses)}, where no pod is ready.`, `이 변경은 어떤 순서로도 안전하지 않습니다. ${step} 단계에서 ${name}이(가) 준비된 파드가 없는 ${some(addresses)}에 쓰게 됩니다.`),
    grows
      ? text('Use two revisions: first the new pods beside the old ones, and apply it; then the ring with the new addresses. Where an address changes (port, Service), add a second StatefulSet with the new one and remove the old one last.', '리비전 두 개로 나누세요. 먼저 기존 파드 옆에 새 파드를 추가해 적용하고, 그다음 링에 새 주소를 넣으세요. 주소(포트, Service)가 바뀌면 새 주소를 쓰는 StatefulSet을 하나 더 추가하고 이전 것은 마지막에 제거하세요.')
      : text(`Use two revisions: first the ring without these addresses, and apply it; then fewer replicas, or none.${then.en}`, `리비전 두 개로 나누세요. 먼저 링에서 이 주소를 빼고 적용한 뒤, 레플리카를 줄이거나 제거하세요.${then.ko}`))
}

function some(addresses: readonly string[]): string {
  const shown = addresses.slice(0, 3).join(', ')
  return addresses.length <= 3 ? shown : `${shown} +${addresses.length - 3}`
}
