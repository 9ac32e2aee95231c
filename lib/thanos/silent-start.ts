// What a component that runs and is not ready yet does not say: why it is not.
import { fieldAt, mapsAt } from '../manifest/fields.ts'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import { kindOfCommand } from './read-args.ts'

/** Source: cmd/thanos/store.go, retryTimeoutDuration; seen on v0.42.4 with a bucket that answers 403 to everything. */
export const SILENT_STORE: Text = text(
  'A store is ready once it has listed its bucket. What keeps it from that, such as a key without rights, it says only after half a minute, and ends.',
  'store는 버킷 목록을 읽어야 준비됩니다. 권한 없는 key처럼 이를 막는 원인은 30초 뒤에야 로그에 남기고 종료됩니다.',
)

/** What is to be known of a pod that is not ready and whose log has no reason; undefined when its components say it at once. */
export function silentStart(pod: KubeObject): Text | undefined {
  const kinds = mapsAt(pod, 'spec', 'containers').map((container) => kindOfCommand([...words(container, 'command'), ...words(container, 'args')]))
  return kinds.includes('store') ? SILENT_STORE : undefined
}

function words(container: JsonObject, field: string): string[] {
  const found = fieldAt(container, field)
  return Array.isArray(found) ? found.map(String) : []
}
