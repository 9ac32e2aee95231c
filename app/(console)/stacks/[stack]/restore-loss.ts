// What going back to a revision undoes, said before it is done: the revisions since then, and each field that changes back.
import { fieldsOf } from '#components/changes/field-name.ts'
import type { RestoreLoss } from '#components/changes/restore-button.tsx'
import type { Actor } from '#lib/auth/actor.ts'
import { compare } from '#lib/services/revisions/compare.ts'
import { list } from '#lib/services/revisions/list.ts'
import type { StackView } from '#lib/services/views.ts'

/** So many are told one by one. */
const MOST_REVISIONS = 20
const MOST_FIELDS = 100

/** `number` is an older revision than the newest. */
export async function restoreLoss(actor: Actor, stack: StackView, number: number): Promise<RestoreLoss> {
  const [{ changes }, { items }] = await Promise.all([
    compare(actor, { stackId: stack.id, from: 'head', to: number }),
    list(actor, { stackId: stack.id, limit: MOST_REVISIONS }),
  ])
  const fields = fieldsOf(changes)
  return {
    fields: fields.slice(0, MOST_FIELDS), moreFields: Math.max(0, fields.length - MOST_FIELDS), count: (stack.head ?? number) - number,
    undone: items.filter((revision) => revision.number > number).map(({ number: undone, message, author }) => ({ number: undone, message, author })),
  }
}
