// The sentence of each area of a change for when nothing happens to it.
import { text, type Text } from '../../text.ts'
import type { ImpactArea } from './impact.ts'

export const NOTHING: Record<ImpactArea, Text> = {
  data: text('No data is deleted', '삭제되는 데이터가 없습니다'),
  queries: text('Queries answer as before', '쿼리는 이전과 같이 응답합니다'),
  restarts: text('No pod restarts', '재시작하는 파드가 없습니다'),
  ingest: text('No write is refused', '쓰기는 거부되지 않습니다'),
}
