// What shows that a clock is off, and what that does: for the page of edges.
import { text, type Text } from '../../text.ts'
import type { Evidence } from './diagnose/diagnosis.ts'
import { clocksOf } from './edge-clock.ts'
import type { EdgeRow } from './edges.ts'
import type { Observation } from './observation.ts'
import { valueOf } from './readings.ts'
import type { Refused } from './refused.ts'
import { roughlySeconds } from './span-words.ts'

export type ClockTrouble = { row: EdgeRow; evidence: Evidence[]; harm: Text }

/** One for each edge whose clock is off. `refused` as refusedSamples() gives it. */
export function clockTroubles(rows: readonly EdgeRow[], observation: Observation, refused: readonly Refused[] | undefined): ClockTrouble[] {
  const edges = valueOf(observation.edges) ?? []
  const { usualAgeMs } = clocksOf(edges, observation.at)
  return rows.flatMap((row) => {
    const { offMs, seen, declared } = row
    const lastAt = seen?.lastSampleAt
    if (offMs === undefined || lastAt === undefined) return []
    const tenant = declared?.tenant ?? seen?.tenant
    const others = edges.length - 1
    return [{
      row, harm: harmOf(offMs),
      evidence: [
        { asked: text('Time of its newest sample', '가장 새로운 샘플의 시각'), answer: text(clock(lastAt), clock(lastAt)), isBad: true },
        { asked: text('Clock of Gauntlet when it was read', '읽었을 때 Gauntlet의 시계'), answer: text(clock(observation.at), clock(observation.at)) },
        { asked: text('Newest samples of the other edges', '다른 엣지의 가장 새로운 샘플'), answer: others === 0 || usualAgeMs === undefined ? text('no other edge to compare with', '견줄 다른 엣지 없음') : text(`about ${roughlySeconds(usualAgeMs).en} old, of ${others} ${others === 1 ? 'edge' : 'edges'}`, `엣지 ${others}개, 약 ${roughlySeconds(usualAgeMs).ko} 전`) },
        { asked: text('Samples that receivers refused by their time', '시각 때문에 수신기가 거부한 샘플'), ...refusedOf(refused, tenant) },
      ],
    }]
  })
}

/** By tenant, since receivers count by it and not by edge. */
function refusedOf(refused: readonly Refused[] | undefined, tenant: string | undefined): Pick<Evidence, 'answer' | 'isBad'> {
  if (refused === undefined) return { answer: text('not known: no receiver shows its metrics', '알 수 없음: 메트릭을 보여 주는 수신기 없음') }
  const own = refused.filter(({ reason, tenant: of }) => reason in REASONS && (of === undefined || tenant === undefined || of === tenant))
  if (own.length === 0) return { answer: text(tenant === undefined ? 'none' : `none of tenant ${tenant}`, tenant === undefined ? '없음' : `테넌트 ${tenant}: 없음`) }
  const said = (locale: 'en' | 'ko'): string => own.map(({ reason, count }) => `${REASONS[reason as keyof typeof REASONS][locale]} ${count.toLocaleString('en')}`).join(', ')
  const of = tenant === undefined ? '' : ` (${tenant})`
  return { answer: text(`${said('en')}${of}`, `${said('ko')}${of}`), isBad: true }
}

const REASONS = {
  'out-of-order': text('out of order', '순서 어긋남'), 'out-of-bounds': text('out of bounds or too far in the future', '범위 밖 또는 먼 미래'), 'too-old': text('too old', '너무 오래됨'),
} as const

/** Source: --query.lookback-delta is five minutes; a head takes a series' samples in the order of their time. */
function harmOf(offMs: number): Text {
  const by = roughlySeconds(Math.abs(offMs))
  if (offMs > 0) return text(`Queries of now find none of what it sends until ${by.en} have passed, and once its clock is set back, receivers refuse its samples as out of order for as long. Set its clock (\`chronyc tracking\`), and wait.`, `보낸 값이 ${by.ko} 뒤에야 조회되고, 시계를 되돌린 뒤에는 같은 시간 동안 순서가 어긋난 샘플로 거부됩니다. \`chronyc tracking\`으로 시계를 맞춘 뒤 기다리세요.`)
  return text(`Its graphs end ${by.en} before now, and alerts that look back less far find nothing of it; from five minutes on it looks silent. Compare \`date -u\` there; if the clock is right, its remote-write queue is what lags.`, `그래프가 ${by.ko} 전에서 끝나고 그보다 짧게 되돌아보는 알림은 값을 찾지 못하며, 5분부터는 끊긴 것으로 보입니다. 그 장비에서 \`date -u\`를 견주고, 시계가 맞으면 remote-write 큐가 밀린 것입니다.`)
}

function clock(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
