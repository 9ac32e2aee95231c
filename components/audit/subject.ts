// What an event is about, where that is a revision, a plan or a run: by the number that people know, and as a place to go to.
import { routes } from '#lib/routes.ts'
import type { EventView } from '#lib/services/views.ts'

export type Subject = { kind: 'revision' | 'plan' | 'run'; id: string; number: number }

/** Undefined when the event is about something else, or says too little; then its subject is shown as it is. */
export function subjectOf({ subject = '', revision, outcome }: EventView): Subject | undefined {
  const found = /^(?<kind>revision|plan|run) (?<id>[\w-]+)$/.exec(subject)?.groups
  // What was refused may never have come to be.
  if (found === undefined || outcome === 'refused') return undefined
  const { kind = '', id = '' } = found
  const number = kind === 'revision' ? Number(id) : revision
  if (number === undefined || !Number.isInteger(number)) return undefined
  return { kind: kind === 'plan' || kind === 'run' ? kind : 'revision', id, number }
}

/** The page of a subject in its stack. */
export function subjectHref({ kind, id, number }: Subject, slug: string): string {
  if (kind === 'plan') return routes.plan(slug, id)
  return kind === 'run' ? routes.run(slug, id) : routes.revision(slug, number)
}
