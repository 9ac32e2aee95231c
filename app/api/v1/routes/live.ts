// What is seen of a running installation, and the five problems looked for in it.
import { check } from '#lib/services/diagnose/check.ts'
import { observe } from '#lib/services/live/observe.ts'
import { get as getRevisionOf } from '#lib/services/revisions/get.ts'
import { text } from '#lib/text.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import { EMPTY_SPEC } from '#lib/thanos/spec.ts'
import { defineRoute, stackOf } from '../define-route.ts'
import { Diagnoses, diagnosesOf, Live, liveOf } from '../live-schemas.ts'
import { InStack, NoQuery } from '../schemas.ts'

/** Answers that were made of a look, each with the revision that was told beside it: many ask between two looks, and with five hundred edges an answer is hundreds of kilobytes. */
const made = new WeakMap<Observation, { of: string; body: ReturnType<typeof liveOf> }>()

export const getLive = defineRoute({
  method: 'GET', path: 'stacks/[stack]/live', name: 'getLive', tag: 'live', scope: 'read', permission: 'stack:read',
  summary: text('What is seen of the running installation', '실행 중인 설치에서 보이는 것'),
  description: text('Everyone who looks shares one look: asking often costs the installation nothing more. A source that does not answer is told with its reason.', '보는 사람이 여럿이어도 한 번만 읽으므로 자주 물어도 설치에 부담이 늘지 않습니다. 응답하지 않는 출처는 이유와 함께 알립니다.'),
  params: InStack, query: NoQuery, response: Live,
  verb: observe, input: (asked) => ({ slug: stackOf(asked).slug }),
  answer: async (observation, asked) => {
    const { id, head } = stackOf(asked)
    const of = `${id} ${head ?? ''}`
    const before = made.get(observation)
    if (before?.of === of) return { body: before.body }
    const spec = head === undefined ? EMPTY_SPEC : (await getRevisionOf(asked.actor, { stackId: id, number: head })).spec
    const body = liveOf(observation, spec)
    made.set(observation, { of, body })
    return { body }
  },
})

export const diagnose = defineRoute({
  method: 'GET', path: 'stacks/[stack]/diagnose', name: 'diagnose', tag: 'live', scope: 'read', permission: 'stack:read',
  summary: text('Look for the five problems now', '다섯 가지 문제를 지금 진단'),
  description: text('Reads the logs of pods that can tell, so it takes some seconds. Each step has its evidence. Empty for a stack without a revision.', '관련 파드의 로그를 읽으므로 몇 초 걸립니다. 단계마다 근거가 있습니다. 리비전이 없는 스택은 비어 있습니다.'),
  params: InStack, query: NoQuery, response: Diagnoses,
  verb: check, input: (asked) => ({ slug: stackOf(asked).slug }), answer: (report) => ({ body: diagnosesOf(report) }),
})
