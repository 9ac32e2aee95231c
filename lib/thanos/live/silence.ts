// Where an alert is silenced: the Alertmanagers that a ruler is given, the address of a new silence there, and what they did with it already.
import { alertmanagerBase } from './alertmanager-address.ts'
import type { ManagedAlert, SeenPod } from './observation.ts'
import { flagOfPod, type Look, valueOf } from './readings.ts'

/** Base addresses, as a browser would open them, of the Alertmanagers of a ruler. Who names them in a file has those of the stack that are asked. */
export function alertmanagersOf(look: Look, pod: SeenPod): string[] {
  const named = [...new Set(flagOfPod(look, pod, 'alertmanagers.url').flatMap((written) => alertmanagerBase(written) ?? []))]
  return named.length > 0 ? named : Object.keys(look.observation.alertmanagers)
}

/** The page of Alertmanager for a new silence that matches these labels exactly. */
export function silenceLink(base: string, labels: Readonly<Record<string, string>>): string {
  const matchers = Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b)).map(([name, value]) => `${/^[a-zA-Z_]\w*$/.test(name) ? name : quoted(name)}=${quoted(value)}`)
  return `${base}/#/silences/new?filter=${encodeURIComponent(`{${matchers.join(',')}}`)}`
}

/** What an Alertmanager did with an alert that carries these labels: the first that has it. Undefined where none that answers does. */
export function managedAlert({ observation }: Look, labels: Readonly<Record<string, string>>): ManagedAlert | undefined {
  const wanted = Object.entries(labels)
  // It may carry a replica label besides, which no --alert.label-drop takes away.
  return Object.values(observation.alertmanagers).flatMap((reading) => valueOf(reading) ?? []).find((alert) => wanted.every(([name, value]) => alert.labels[name] === value))
}

/** Nobody is told of what is silenced or inhibited. */
export type Done = 'active' | 'silenced' | 'inhibited' | 'unprocessed'

/** What Alertmanager did with it. */
export function doneWith({ state, silencedBy, inhibitedBy }: ManagedAlert): Done {
  if (silencedBy.length > 0) return 'silenced'
  if (inhibitedBy.length > 0) return 'inhibited'
  return state === 'unprocessed' ? 'unprocessed' : 'active'
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
