// What an Event can say was done, and how it ended. A new action is named here and worded in lib/i18n/messages/{en,ko}/audit.json under `action`.

export const EVENT_ACTIONS = [
  'stack.create', 'stack.adopt', 'stack.protect', 'stack.unprotect', 'stack.set-gate-timeout', 'revision.save', 'revision.restore', 'revision.label', 'revision.unlabel', 'plan.compute', 'plan.approve', 'plan.reject', 'plan.withdraw', 'run.start', 'run.finish', 'run.interrupt', 'run.resume', 'run.cancel', 'run.unstick', 'run.delete-pod',
  'drift.check', 'drift.found', 'drift.gone', 'drift.take',
  'ownership.take', 'ownership.result', 'credentials.write', 'credentials.result', 'finding.accept', 'finding.withdraw',
  'people.join', 'people.invite', 'people.cancel-invite', 'people.set-role', 'people.disable', 'people.enable', 'people.remove', 'people.offer-reset', 'people.reset-password',
  'people.change-password', 'people.provision', 'session.begin', 'session.end', 'setup.offer', 'event.export', 'sandbox.switch', 'token.create', 'token.revoke',
] as const
export type EventAction = (typeof EVENT_ACTIONS)[number]

/** `refused`: not allowed or overtaken, nothing was done. `failed`: it was begun and did not come to its end. */
export const EVENT_OUTCOMES = ['ok', 'refused', 'failed'] as const
export type EventOutcome = (typeof EVENT_OUTCOMES)[number]

/** Through which door an actor came. */
export const EVENT_DOORS = ['browser', 'api', 'setup', 'system'] as const

/** The formats in which events can be taken away. */
export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
