// The demo installation: the guide's manifests, running in namespace monitoring for three days, with some of the guide's mistakes.
// What would keep pods from starting at all is mended (bucket credentials, the receiver's label); what looks healthy and is wrong stays.
import { readdir, readFile } from 'node:fs/promises'
import { parseAllDocuments } from 'yaml'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isKubeObject } from '../manifest/types.ts'
import { createApi } from './api.ts'
import { settle } from './controllers.ts'
import { itemsAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import type { PodStarts } from './pod-start.ts'
import type { Store } from './store.ts'

const GUIDE = new URL('../../examples/guide/', import.meta.url)
const NAMESPACE = 'monitoring'
const AGE_MS = 3 * 24 * 3_600_000

/** Fills a cluster that has no namespace monitoring; leaves any other as it is. Rejects when the guide's manifests cannot be read. */
export async function seedDemo({ store, now, rollMs, podStarts }: { store: Store; now: () => number; rollMs: number; podStarts: PodStarts }): Promise<void> {
  if (store.get(kindNamed('Namespace'), undefined, NAMESPACE)) return
  const clock = { ms: now() - AGE_MS }
  const api = createApi({ store, now: () => clock.ms })
  api.create({ kind: kindNamed('Namespace'), object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, manager: 'kubectl-create' })
  for (const object of await guideObjects()) {
    const kind = kindNamed(object.kind)
    // Credentials come from the operator's own hand; everything else was applied by Gauntlet, which can so change it without a conflict.
    if (object.kind === 'Secret') api.create({ kind, object: demoSecret(object), manager: 'kubectl-client-side-apply' })
    else api.apply({ kind, object: withLabel(object), manager: 'gauntlet', force: false })
  }
  settle({ store, api, clock, untilMs: now(), rollMs, podStarts })
}

async function guideObjects(): Promise<KubeObject[]> {
  const files = (await readdir(GUIDE)).filter((name) => name.endsWith('.yaml')).toSorted()
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, GUIDE), 'utf8')))
  // Secrets first, so that no pod waits for one.
  return texts.flatMap((text) => parseAllDocuments(text).map((document): unknown => document.toJS())).filter(isKubeObject)
    .toSorted((a, b) => Number(b.kind === 'Secret') - Number(a.kind === 'Secret'))
}

/** Values that look real and open nothing. */
const DEMO_STORAGE = `type: S3
config:
  bucket: thanos-demo
  endpoint: s3.eu-central-1.amazonaws.com
  access_key: DEMOKEYDEMOKEYDEMO01
  secret_key: demo-demo-demo-demo-demo-demo-demo-demo0
  insecure: false
`

function demoSecret(secret: KubeObject): KubeObject {
  return { ...secret, stringData: { 'objstore.yml': DEMO_STORAGE } }
}

/** The receiver does not start without a label of its own. */
function withLabel(object: KubeObject): KubeObject {
  const copy = structuredClone(object)
  for (const container of itemsAt(copy, 'spec', 'template', 'spec', 'containers')) {
    if (!Array.isArray(container.args) || container.args[0] !== 'receive') continue
    container.args.push('--label=receive_replica="$(POD_NAME)"')
    container.env = [POD_NAME]
  }
  return copy
}

const POD_NAME: JsonObject = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }
