// What is known of a stack's drift: as of the last time that the cluster answered.
import 'server-only'
import { z } from 'zod'
import { optional } from '../../db/json.ts'
import { findDrift, lastRunEnd } from '../../db/drift.ts'
import { findStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import type { DriftView } from '../views.ts'

export const GetDrift = z.object({ stackId: z.string(), locale: z.enum(['en', 'ko']).default('en') })

/** NOT_FOUND when there is no such stack. */
export const get: Verb<z.input<typeof GetDrift>, DriftView> = query({
  permission: 'plan:read',
  input: GetDrift,
  async run({ tx, now }, { stackId, locale }) {
    const stack = await findStack(tx, { id: stackId })
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const drift = await findDrift(tx, stackId)
    const ended = await lastRunEnd(tx, stackId)
    const isOld = drift?.goodAt !== undefined && (drift.revision !== stack.applied || (ended !== undefined && ended > drift.goodAt))
    return {
      ...optional('revision', stack.applied), ...optional('at', drift?.goodAt?.toISOString()),
      ...(drift?.failure ? { failure: drift.failure[locale], ...optional('failedAt', drift.checkedAt?.toISOString()) } : {}),
      isOld, isChecking: drift?.claimedUntil !== undefined && drift.claimedUntil > now, objects: drift?.objects ?? [],
    }
  },
})
