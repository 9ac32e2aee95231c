// What Kubernetes' own components noted about one object: "FailedScheduling", "FailedCreate", "Unhealthy".
import { fieldAt, stringAt, numberAt } from '../manifest/fields.ts'
import { redactText } from '../manifest/redact.ts'
import type { KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'

/** `at` is when it was seen last, as the cluster writes times. */
export type KubeEvent = { type: string; reason: string; message: string; count: number; at: string }

/** The events of an object, newest first. They are kept for an hour by default, and nobody promises that one comes. */
export async function eventsOf(list: Cluster['list'], { metadata: { uid, namespace } }: KubeObject): Promise<KubeEvent[]> {
  if (typeof uid !== 'string') return []
  const events = await list('v1', 'Event', namespace, { fieldSelector: `involvedObject.uid=${uid}` })
  return events
    // A server that does not know the selector gives all of them.
    .filter((event) => stringAt(event, 'involvedObject', 'uid') === uid)
    .map((event): KubeEvent => ({
      type: stringAt(event, 'type') ?? 'Normal', reason: stringAt(event, 'reason') ?? '', message: redactText(stringAt(event, 'message') ?? ''),
      count: numberAt(event, 'count') ?? numberAt(event, 'series', 'count') ?? 1,
      at: firstText(fieldAt(event, 'lastTimestamp'), fieldAt(event, 'series', 'lastObservedTime'), fieldAt(event, 'eventTime'), event.metadata.creationTimestamp),
    }))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
}

function firstText(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === 'string' && value !== '') ?? ''
}
