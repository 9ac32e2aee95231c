// How much an edge sends, as far as that is known: what is pushed to a collector counts as no scrape, and only the collector itself can tell of it.
import { text, type Text } from '../../text.ts'
import type { DeclaredEdge } from '../declared-edge.ts'
import type { SeenEdge } from './observation.ts'

/** `why` says what is missing of the other two, where one is. */
export type EdgeFigures = { samplesPerS?: number; series?: number; why?: Text }

const BY_LABELS = text('It writes neither up nor target_info, so it is found by its labels: how much it sends is not known.', 'up도 target_info도 보내지 않아 라벨로 찾았습니다. 얼마나 보내는지는 알 수 없습니다.')
const SCRAPED_ONLY = text('Only what it scrapes is counted, and a collector is pushed to as well: with its own metrics, as in its configuration here, the rate is known.', '수집기로 푸시되는 샘플은 세지 못합니다. 여기의 설정처럼 수집기 자신의 메트릭을 보내면 초당 샘플 수를 알 수 있습니다.')
const NO_SERIES = text('Nobody counts the series that are pushed.', '푸시되는 시계열 수는 세는 곳이 없습니다.')

/** Of an edge that sends now; `declared` tells what it runs. */
export function edgeFigures({ samplesPerS, series, isSentCounted }: SeenEdge, declared: Pick<DeclaredEdge, 'kind'> | undefined): EdgeFigures {
  if (declared?.kind === 'otel') return isSentCounted === true && samplesPerS !== undefined ? { samplesPerS, why: NO_SERIES } : { why: samplesPerS === undefined ? BY_LABELS : SCRAPED_ONLY }
  return { ...(samplesPerS === undefined ? {} : { samplesPerS }), ...(series === undefined ? {} : { series }), ...(samplesPerS === undefined ? { why: BY_LABELS } : {}) }
}
