// A run as pages see it, in the reader's language.
import { z } from 'zod'
import type { RunRow } from '../../db/runs.ts'
import type { RunObject as SavedRunObject } from '../../manifest/progress.ts'
import type { Locale } from '../../text.ts'
import type { RunObject, RunView } from '../views.ts'

/** The language in which a run's messages are wanted. */
export const ReaderLocale = z.enum(['en', 'ko']).default('en')

export function toView(run: RunRow, locale: Locale): RunView {
  const { id, planId, stackId, revision, status, startedAt, finishedAt, startedBy, choices, message } = run
  return {
    id, planId, stackId, revision, status, startedAt: startedAt.toISOString(), startedBy: startedBy.name, choices,
    objects: run.objects.map((object) => objectView(object, locale)),
    ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}), ...(message ? { message: message[locale] } : {}),
  }
}

function objectView({ message, ...object }: SavedRunObject, locale: Locale): RunObject {
  return { ...object, ...(message ? { message: message[locale] } : {}) }
}
