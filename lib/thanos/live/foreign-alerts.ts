// Alerts that an Alertmanager of the installation holds and no ruler of it shows: their ruler is gone, or another sender shares the Alertmanager.
import type { Alert } from './alerts.ts'
import type { ManagedAlert } from './observation.ts'
import { freshOf, labelText, type Look } from './readings.ts'
import { labellingOf, type Ruler } from './rulers.ts'
import { type Done, doneWith, silenceLink } from './silence.ts'

export type ForeignAlert = { id: string; name: string; severity?: string; since?: number; summary?: string; labels: Readonly<Record<string, string>>; managed: Done; alertmanager: string; silence: string }

/** Each once, however many Alertmanagers hold it. Only of those that answered when they were asked last: an alert ends there by itself when its sender stops. */
export function foreignAlerts(look: Look, { rulers, alerts }: { rulers: readonly Ruler[]; alerts: readonly Alert[] }): ForeignAlert[] {
  const senders = rulers.flatMap((ruler) => (ruler.is === 'answers' ? [{ ruler, external: labellingOf(look, ruler.object).external }] : []))
  const found = new Map<string, ForeignAlert>()
  for (const [address, reading] of Object.entries(look.observation.alertmanagers)) {
    // It is asked more seldom than rulers are: what ended between both is held here still, and is no stranger.
    const mayHaveEnded = ({ labels }: ManagedAlert): boolean => reading.state === 'fresh' && senders.some(({ ruler, external }) => isWithin(external, labels)
      && ruler.groups.some(({ rules }) => rules.some(({ name, evaluatedAt = 0 }) => name === labels.alertname && evaluatedAt >= reading.at)))
    for (const managed of freshOf(reading) ?? []) {
      const id = `alertmanager ${labelText(managed.labels)}`
      if (!found.has(id) && !alerts.some((alert) => isSame(alert, managed)) && !mayHaveEnded(managed)) found.set(id, foreignOf(managed, { id, address }))
    }
  }
  return [...found.values()]
}

/** Alertmanager may have more labels, as of the replica; other ones where the ruler relabels. */
function isSame(alert: Alert, { labels }: ManagedAlert): boolean {
  return alert.name === labels.alertname && (alert.isRelabelled || isWithin(alert.labels, labels))
}

function isWithin(part: Readonly<Record<string, string>>, whole: Readonly<Record<string, string>>): boolean {
  return Object.entries(part).every(([name, value]) => whole[name] === value)
}

function foreignOf(managed: ManagedAlert, { id, address }: { id: string; address: string }): ForeignAlert {
  const { labels, since, summary } = managed
  return {
    id, name: labels.alertname ?? '', labels, managed: doneWith(managed), alertmanager: address, silence: silenceLink(address, labels),
    ...(labels.severity === undefined ? {} : { severity: labels.severity }), ...(since === undefined ? {} : { since }), ...(summary === undefined ? {} : { summary }),
  }
}
