// The alerts page in one sentence: what fires first, then who cannot be heard, then what could not fire.
import { text, type Text } from '../../text.ts'
import { alertmanagerPlace } from './alertmanager-address.ts'
import type { Alertmanager, Alerts } from './alerts.ts'
import { blindObjects } from './rulers.ts'

export type AlertsVerdict = { health: 'healthy' | 'degraded' | 'notice' | 'unknown'; sentence: Text }

/**
 * The page in one sentence. Nothing is said to be quiet of a ruler that was not heard, nor well while no Alertmanager is seen to take what is sent. What only Alertmanager
 * holds is said beside it and makes nothing worse: it may be of another sender.
 */
export function alertsVerdict(seen: Alerts): AlertsVerdict {
  const { health, sentence } = ofRulers(seen)
  const foreign = seen.foreign.filter(({ managed }) => managed === 'active' || managed === 'unprocessed')
  const [first] = foreign
  if (first === undefined) return { health, sentence }
  const beside = foreign.length === 1 ? text(`Alertmanager has ${first.name}, which no ruler here fires.`, `Alertmanager에는 이곳의 ruler에 없는 ${first.name} 알림이 있습니다.`) : text(`Alertmanager has ${foreign.length} alerts that no ruler here fires, first of all ${first.name}.`, `Alertmanager에는 ${first.name} 등 이곳의 ruler에 없는 알림 ${foreign.length}개가 있습니다.`)
  return { health, sentence: text(`${sentence.en} ${beside.en}`, `${sentence.ko} ${beside.ko}`) }
}

function ofRulers(seen: Alerts): AlertsVerdict {
  const { rulers, alerts, rules, groups, ruleCount, arePodsKnown, alertmanagers } = seen
  const lost = lostWords(alertmanagers)
  const blind = rulers.filter(({ object }) => blindObjects(rulers).includes(object)).map(({ pod }) => pod)
  const current = alerts.filter(({ isOld }) => !isOld)
  const firing = current.filter(({ state }) => state === 'firing')
  const [worst] = firing
  const isAlone = seen.foreign.length === 0
  const [none, ko] = [isAlone ? 'Nothing fires' : 'No ruler fires anything', isAlone ? '' : 'ruler에는 ']
  if (rulers.length === 0 && !arePodsKnown) return { health: 'unknown', sentence: text('What fires is not known: the cluster does not tell its pods.', '클러스터가 파드를 알려 주지 않아 무엇이 발생 중인지 알 수 없습니다.') }
  if (rulers.length === 0) return { health: 'unknown', sentence: text('This installation has no ruler, so nothing is evaluated here.', '이 설치에는 ruler가 없어 여기서 평가하는 규칙이 없습니다.') }
  if (worst !== undefined) {
    const end = lost === undefined ? text('', '') : text(` ${lost.en}`, ` ${lost.ko}`)
    const rest = blind.length === 0 ? text(`.${end.en}`, `.${end.ko}`) : text(`, and ${blind.join(', ')} cannot be heard.${end.en}`, `. ${blind.join(', ')}은(는) 응답하지 않아 알 수 없습니다.${end.ko}`)
    return { health: 'degraded', sentence: firing.length === 1 ? text(`${worst.name} fires${rest.en}`, `${worst.name} 알림이 발생 중입니다${rest.ko}`) : text(`${firing.length} alerts fire, first of all ${worst.name}${rest.en}`, `알림 ${firing.length}개가 발생 중이며 가장 급한 것은 ${worst.name}입니다${rest.ko}`) }
  }
  if (blind.length > 0) return { health: 'unknown', sentence: text(`What fires is not known: ${blind.join(', ')} ${blind.length === 1 ? 'does' : 'do'} not answer.`, `${blind.join(', ')}이(가) 응답하지 않아 무엇이 발생 중인지 알 수 없습니다.`) }
  if (groups.length > 0) return { health: 'notice', sentence: text(groups.length === 1 ? `${none}, but one rule group is not evaluated as it should be.` : `${none}, but ${groups.length} rule groups are not evaluated as they should be.`, `${ko}발생 중인 알림은 없지만 규칙 그룹 ${groups.length}개가 제대로 평가되지 않습니다.`) }
  if (rules.length > 0) return { health: 'notice', sentence: text(rules.length === 1 ? `${none}, but one rule fails.` : `${none}, but ${rules.length} rules fail.`, `${ko}발생 중인 알림은 없지만 규칙 ${rules.length}개의 평가가 실패합니다.`) }
  if (current.length > 0) {
    const end = lost === undefined ? text('', '') : text(` ${lost.en}`, ` ${lost.ko}`)
    return { health: 'notice', sentence: text(`${current.length === 1 ? `${none}; one alert is pending.` : `${none}; ${current.length} alerts are pending.`}${end.en}`, `${ko}발생 중인 알림은 없고 ${current.length}개가 대기 중입니다.${end.ko}`) }
  }
  if (lost !== undefined) {
    const isOutside = alertmanagers.every(({ address, is }) => is === 'answers' || alertmanagerPlace(address, '') === undefined)
    return { health: isOutside ? 'unknown' : 'notice', sentence: text(`${none}. ${lost.en}`, `${ko}발생 중인 알림이 없습니다. ${lost.ko}`) }
  }
  if (ruleCount === 0) return { health: 'notice', sentence: text('Nothing can fire: the rulers have no rule.', 'ruler에 규칙이 없어 알림이 발생할 수 없습니다.') }
  return { health: 'healthy', sentence: text(ruleCount === 1 ? `${none}. The one rule is evaluated.` : `${none}. All ${ruleCount} rules are evaluated.`, `${ko}발생 중인 알림이 없습니다. 규칙 ${ruleCount}개가 모두 평가됩니다.`) }
}

/** That nobody may be told of an alert; undefined where every Alertmanager answers, and where rulers have none. */
function lostWords(alertmanagers: readonly Alertmanager[]): Text | undefined {
  const [first, ...more] = alertmanagers.flatMap((each) => (each.is === 'silent' ? [each] : []))
  if (first === undefined) return undefined
  const answering = alertmanagers.length - more.length - 1
  if (answering > 0) return text(`Of ${alertmanagers.length} Alertmanagers ${answering} ${answering === 1 ? 'answers' : 'answer'}; of ${first.address}: ${first.why.en}`, `Alertmanager ${alertmanagers.length}개 중 ${answering}개가 응답합니다. ${first.address}: ${first.why.ko}`)
  return text(`Whether anybody is told of an alert is not known. ${first.address}: ${first.why.en}`, `알림이 누군가에게 전달되는지 알 수 없습니다. ${first.address}: ${first.why.ko}`)
}
