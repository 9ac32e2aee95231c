// A run as pages see it, in the reader's language.
import { z } from 'zod'
import type { RunRow } from '../../db/runs.ts'
import type { RunObject as SavedRunObject } from '../../manifest/progress.ts'
import type { PlanStep } from '../../manifest/step.ts'
import type { Locale } from '../../text.ts'
import type { RunObject, RunView } from '../views.ts'

/** The language in which a run's messages are wanted. */
export const ReaderLocale = z.enum(['en', 'ko']).default('en')

/** `steps` of its plan, where the reasons of their order are wanted. */
export function toView(run: RunRow, locale: Locale, steps: readonly PlanStep[] = []): RunView {
  const { id, planId, stackId, revision, status, startedAt, finishedAt, startedBy, choices, message, version, owner, cancel } = run
  const reasons = new Map(steps.map(({ object, reason }) => [object, reason?.[locale]]))
  return {
    id, planId, stackId, revision, status, startedAt: startedAt.toISOString(), startedBy: startedBy.name, choices, version, isTaken: owner !== undefined,
    objects: run.objects.map((object) => objectView(object, { locale, reason: reasons.get(object.object) })),
    ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}), ...(message ? { message: message[locale] } : {}), ...(cancel ? { cancelledBy: cancel.by } : {}),
  }
}

function objectView({ message, pods, ...object }: SavedRunObject, { locale, reason }: { locale: Locale; reason: string | undefined }): RunObject {
  return {
    ...object, ...(message ? { message: message[locale] } : {}), ...(reason === undefined ? {} : { reason }),
    ...(pods ? { pods: pods.map(({ trouble, ...pod }) => ({ ...pod, ...(trouble ? { trouble: trouble[locale] } : {}) })) } : {}),
  }
}
