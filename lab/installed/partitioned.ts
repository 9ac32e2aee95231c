// Knows how the guide's installation becomes one in which all kinds of gaps can be made: two stores that share the time, and one pod where one tells as much.
import { z } from 'zod'
import { adopt } from '#lib/thanos/adopt.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { render } from '#lib/thanos/render.ts'
import { NEWEST_THANOS } from '../build.ts'
import { guideFiles } from '../guide.ts'
import { takeOffered } from '../guide-install.ts'

const OLDER = 'thanos-store'
const RECENT = 'thanos-store-recent'

/**
 * Edits on the guide with all that is offered: stores of what is older than four hours and younger than six, all that waits minutes in a cluster hastened to
 * seconds, and a compactor that halts on blocks that overlap, as one without deduplication does.
 */
export async function partitioned(namespace: string): Promise<Edit[]> {
  const objects = render(takeOffered(adopt(await guideFiles(namespace)).spec, { namespace, release: NEWEST_THANOS }))
  const younger = objects.filter(({ metadata: { name } }) => name === OLDER).map((object): unknown => JSON.parse(JSON.stringify(object).replaceAll(OLDER, RECENT)))
  const endpoints = objects.find(({ metadata: { name } }) => name === 'thanos-query-endpoints')
  const { data } = z.looseObject({ data: z.object({ 'endpoints.yaml': z.string() }) }).parse(endpoints)
  const set = (object: string, flag: string, ...values: string[]): Edit => ({ op: 'flag.set', object: `StatefulSet/${namespace}/${object}`, flag, values })
  return [
    ...younger.map((manifest): Edit => ({ op: 'object.add', manifest: z.json().parse(manifest) })),
    { op: 'file.set', object: `ConfigMap/${namespace}/thanos-query-endpoints`, key: 'endpoints.yaml', text: `${data['endpoints.yaml']}- address: ${RECENT}.${namespace}.svc.cluster.local:10901\n` },
    ...['StatefulSet/thanos-store', 'StatefulSet/thanos-store-recent', 'StatefulSet/thanos-ruler', 'Deployment/thanos-query', 'Deployment/thanos-query-frontend']
      .map((object): Edit => ({ op: 'replicas.set', object: object.replace('/', `/${namespace}/`), replicas: 1 })),
    set(OLDER, 'max-time', '-4h'), set(RECENT, 'min-time', '-6h'), set(OLDER, 'sync-block-duration', '5s'), set(RECENT, 'sync-block-duration', '5s'),
    set('thanos-compactor', 'wait-interval', '5s'), set('thanos-compactor', 'block-viewer.global.sync-block-interval', '5s'), set('thanos-compactor', 'deduplication.replica-label'),
  ]
}
