// Components of one installation that look into different buckets.
import { text } from '../../text.ts'
import { isFragment, workloadsOf, type Check } from '../check.ts'
import { objectStorageOf } from '../files.ts'
import { specObjectId, type ObjectStorage, type Workload } from '../spec.ts'

/** What receive and rule upload, store and compact must find: the same bucket, endpoint and prefix. */
export const differingObjectStorage: Check = ({ spec }) => {
  const found = workloadsOf(spec, 'store', 'receive', 'rule', 'compact').filter((workload) => !isFragment(workload)).flatMap((workload) => {
    const storage = objectStorageOf(spec, workload)?.storage
    return storage && storage.fault === undefined ? [{ workload, place: placeOf(storage) }] : []
  })
  const usual = mostCommon(found.map(({ place }) => place))
  const majority = found.filter(({ place }) => place === usual).map(({ workload }) => workload.name)
  const isServed = (workload: Workload, place: string): boolean => found.some((other) => {
    const isHere = other.workload !== workload && other.place === place
    switch (workload.kind) {
      // Several buckets are several installations side by side, as long as what is uploaded is read and what is compacted is used.
      case 'store': return other.place === usual && other.workload.kind === 'store'
      case 'compact': return isHere
      default: return isHere && other.workload.kind === 'store'
    }
  })
  return found.filter(({ workload, place }) => place !== usual && !isServed(workload, place)).map(({ workload, place }) => ({
    code: 'objstore/differs', severity: 'error', object: specObjectId(workload), path: 'flags.objstore.config-file',
    message: text(`${workload.name} uses ${place}; ${majority.join(', ')} ${majority.length > 1 ? 'use' : 'uses'} ${usual}.`, `${workload.name}은(는) ${place}을(를) 쓰고 ${majority.join(', ')}은(는) ${usual}을(를) 씁니다.`),
    reason: consequence(workload),
    source: 'https://thanos.io/tip/thanos/storage.md',
  }))
}

function placeOf(storage: ObjectStorage): string {
  const { bucket, endpoint, container, directory } = storage.settings
  const name = [endpoint, bucket ?? container ?? directory].filter((part) => part !== undefined && part !== '').join('/')
  return `${storage.type} ${name}${storage.prefix ? `/${storage.prefix}` : ''}`
}

function mostCommon(places: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0] as [string, number])[0]
}

function consequence(workload: Workload): ReturnType<typeof text> {
  return workload.kind === 'store' || workload.kind === 'compact'
    ? text('It never sees the blocks that the others upload.', '다른 컴포넌트가 업로드한 블록을 볼 수 없습니다.')
    : text('Nobody reads or compacts the blocks that it uploads.', '이 컴포넌트가 업로드한 블록을 아무도 읽거나 컴팩션하지 않습니다.')
}
