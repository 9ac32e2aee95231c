// Retention: the three flags of the compactor as a small resource, so that a bot changes them with one PUT.
import { z } from 'zod'
import { said } from '#lib/said.ts'
import { get } from '#lib/services/retention/get.ts'
import { KeptFor, set } from '#lib/services/retention/set.ts'
import { Message } from '#lib/services/revisions/fields.ts'
import { text } from '#lib/text.ts'
import { defineRoute, stackOf } from '../define-route.ts'
import { InStack, NoQuery, Retention, RetentionResult } from '../schemas.ts'

const kept = KeptFor.describe(said('As in 30d, 12w or 1y; 0d is for ever.', '30d, 12w, 1y처럼 쓰며 0d는 영구입니다.'))

export const getRetention = defineRoute({
  method: 'GET', path: 'stacks/[stack]/retention', name: 'getRetention', tag: 'retention', scope: 'read', permission: 'revision:read', etag: true,
  summary: text('How long each resolution is kept, as the newest revision says', '최신 리비전이 정한 해상도별 보존 기간'),
  params: InStack, query: NoQuery, response: Retention,
  verb: get, input: (asked) => ({ stackId: stackOf(asked).id }), answer: (body) => ({ body, etag: body.revision }),
})

export const setRetention = defineRoute({
  method: 'PUT', path: 'stacks/[stack]/retention', name: 'setRetention', tag: 'retention', scope: 'write', permission: 'revision:write', ifMatch: true, etag: true,
  summary: text('Set how long each resolution is kept', '해상도별 보존 기간 설정'),
  description: text('Saves a revision, unless it stands so already. It reaches the cluster through a plan; what is kept for a shorter time is named in the answer.', '이미 그 값이 아니면 리비전을 저장합니다. 클러스터에는 계획을 거쳐 반영되며, 줄어드는 항목은 답에 적힙니다.'),
  params: InStack, query: NoQuery, response: RetentionResult,
  body: z.strictObject({ raw: kept, '5m': kept, '1h': kept, object: z.string().optional().describe(said('The compactor, where there are several.', 'compactor가 여럿일 때 대상입니다.')), message: Message.optional() }),
  verb: set,
  input: ({ body: { object, message, ...values }, base, ...asked }) => ({ ...values, base, stackId: stackOf(asked).id, ...(object === undefined ? {} : { object }), ...(message === undefined ? {} : { message }) }),
  answer: (body) => ({ body, etag: body.revision }),
})
