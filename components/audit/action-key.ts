// The actions that an event can name, as keys of the message catalogue (which reads a dot as a level).
import { EVENT_ACTIONS, type EventAction } from '#lib/event-action.ts'

type KeyOf<Action extends string> = Action extends `${infer Noun}.${infer Verb}` ? `${Noun}-${Verb}` : never
export type ActionKey = KeyOf<EventAction>

/** "revision.save" as "revision-save"; undefined for an action that has no words. */
export function actionKey(action: string): ActionKey | undefined {
  const known = EVENT_ACTIONS.find((each) => each === action)
  // Safe because replacing the one dot is what KeyOf does.
  return known === undefined ? undefined : known.replace('.', '-') as ActionKey
}
