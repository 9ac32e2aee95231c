// The actions that an event can name, as keys of the message catalogue (which reads a dot as a level).

export const ACTION_KEYS = [
  'revision-save', 'revision-restore', 'plan-compute', 'run-start', 'run-finish', 'run-interrupt', 'credentials-write', 'credentials-result',
  'stack-create', 'people-join', 'people-invite', 'people-set-role', 'setup-offer',
] as const
export type ActionKey = (typeof ACTION_KEYS)[number]

/** "revision.save" as "revision-save"; undefined for an action that has no words yet. */
export function actionKey(action: string): ActionKey | undefined {
  return ACTION_KEYS.find((key) => key === action.replace('.', '-'))
}

/** The action of a key: the inverse of actionKey. */
export function actionOf(key: ActionKey): string {
  return key.replace('-', '.')
}
