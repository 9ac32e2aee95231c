// Says in words why no single apply of a hashring change is safe, and in which two revisions it is.
import type { PlanStep } from '../../manifest/step.ts'
import { text } from '../../text.ts'
import { report } from '../check.ts'
import type { Finding } from '../finding.ts'
import { addressesOf, ringReaders, serverOf } from './rings.ts'
import type { RingFault } from './simulate.ts'
import type { StackSpec } from '../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md#hashring-configuration'

/** One finding for each receiver that would route to nobody or exit, in the words of what has to be parted. */
export function ringFaultFindings({ before, after, steps, faults }: { before: StackSpec; after: StackSpec; steps: readonly PlanStep[]; faults: readonly RingFault[] }): Finding[] {
  return [...Map.groupBy(faults, ({ reader, kind }) => `${reader} ${kind}`).values()].flatMap(([fault, ...more]) => {
    if (fault === undefined) return []
    const old = ringReaders(before).find(({ id }) => id === fault.reader)
    const next = ringReaders(after).find(({ id }) => id === fault.reader)
    const place = { object: next?.source ?? fault.reader, path: next?.file && next.isWatched ? `files.${next.file.key}` : 'flags.receive.hashrings', source: SOURCE }
    const name = (next ?? old)?.workload.name ?? fault.reader
    // With the factor in the same change, that is what has to be parted.
    if (fault.kind === 'small' || (old && next && old.factor !== next.factor)) return [tooSmall(place, name)]
    const addresses = [...new Set([fault, ...more].flatMap((one) => one.addresses))]
    const gone = new Set(addressesOf(old?.rings ?? []))
    const coming = addresses.filter((address) => !gone.has(address))
    const isNeverThere = next !== undefined && coming.some((address) => serverOf(after, next.workload, address) === undefined)
    return [isNeverThere ? named(place, name, coming) : parted(place, { name, addresses, step: steps[fault.step]?.object ?? '', grows: coming.length > 0 })]
  })
}

type Where = { object: string; path: string; source: string }

function tooSmall(place: Where, name: string): Finding {
  return report(place, 'plan/ring-below-factor', 'error',
    text(`In one apply ${name} would have a ring that is smaller than its replication factor, at which it exits.`, `한 번에 적용하면 ${name}의 링이 복제 계수보다 작아지는 순간이 있고, 그때 종료됩니다.`),
    text('Use two revisions: to raise the factor, first the pods and the ring, then the factor; to lower it, first the factor, then the ring.', '리비전 두 개로 나누세요. 복제 계수를 올릴 때는 파드와 링을 먼저, 복제 계수를 나중에 바꾸고, 내릴 때는 복제 계수를 먼저, 링을 나중에 바꾸세요.'))
}

function named(place: Where, name: string, addresses: readonly string[]): Finding {
  return report(place, 'plan/ring-names-nobody', 'error',
    text(`The new ring of ${name} names ${some(addresses)}, and no pod answers there.`, `${name}의 새 링에 있는 ${some(addresses)}에 응답하는 파드가 없습니다.`),
    text('Writes of the series that belong there miss a copy, or are refused. Name pods that exist, or add the replicas in this revision: they are made ready first.', '여기에 속한 시리즈의 쓰기는 사본이 부족하거나 거부됩니다. 있는 파드를 적거나 이 리비전에서 레플리카를 늘리세요. 파드를 먼저 준비합니다.'))
}

function parted(place: Where, { name, addresses, step, grows }: { name: string; addresses: readonly string[]; step: string; grows: boolean }): Finding {
  return report(place, 'plan/ring-in-one-step', 'error',
    text(`No order of this change is safe: at ${step}, ${name} would write to ${some(addresses)}, where no pod is ready.`, `이 변경은 어떤 순서로도 안전하지 않습니다. ${step} 단계에서 ${name}이(가) 준비된 파드가 없는 ${some(addresses)}에 쓰게 됩니다.`),
    grows
      ? text('Use two revisions: first the new pods beside the old ones, and apply it; then the ring with the new addresses. Where an address changes (port, Service), add a second StatefulSet with the new one and remove the old one last.', '리비전 두 개로 나누세요. 먼저 기존 파드 옆에 새 파드를 추가해 적용하고, 그다음 링에 새 주소를 넣으세요. 주소(포트, Service)가 바뀌면 새 주소를 쓰는 StatefulSet을 하나 더 추가하고 이전 것은 마지막에 제거하세요.')
      : text('Use two revisions: first the ring without these addresses, and apply it; then fewer replicas, or none.', '리비전 두 개로 나누세요. 먼저 링에서 이 주소를 빼고 적용한 뒤, 레플리카를 줄이거나 제거하세요.'))
}

function some(addresses: readonly string[]): string {
  const shown = addresses.slice(0, 3).join(', ')
  return addresses.length <= 3 ? shown : `${shown} +${addresses.length - 3}`
}
