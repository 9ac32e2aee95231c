import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '../../manifest/types.ts'
import { admin, operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { ended, liveQuery, objectOf, query, stackWith, usualTimes } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { render } from '../../thanos/render.ts'
import { compute } from '../plans/compute.ts'
import { apply } from './apply.ts'

freshDatabase()
const sandbox = testSandbox()
usualTimes()

const part = (namespace: string, spec: JsonObject): KubeObject => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-query', namespace }, spec })

describe('a forced write', { timeout: 30_000 }, () => {
  it('takes no field whose new owner nobody was shown, also where its value did not move; once it was shown, it does', async () => {
    const namespace = await sandbox.namespace('unseen')
    await sandbox.put(render(querySpec({ namespace, replicas: 2 })), 'gauntlet')
    await sandbox.put([part(namespace, { template: { spec: { containers: [{ name: 'thanos', image: 'quay.io/thanos/thanos:v0.41.0' }] } } })], 'flux')
    const stack = await stackWith(namespace, querySpec({ namespace }))
    const force = [query(namespace)]

    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.objects.find(({ object }) => object === query(namespace))?.conflicts).toMatchObject([{ owner: 'flux' }])
    await sandbox.put([part(namespace, { replicas: 2 })], 'keda')
    const refused = await ended(await apply(admin, { planId: plan.id, force }))
    expect(objectOf(refused, query(namespace))).toMatchObject({ status: 'failed', message: 'Others own fields by now that this plan did not show: spec.replicas — keda. Nothing was taken over; compute the plan again.' })
    expect(await liveQuery(sandbox, namespace)).toMatchObject({ spec: { replicas: 2, template: { spec: { containers: [{ image: 'quay.io/thanos/thanos:v0.41.0' }] } } } })

    const again = await compute(operator, { stackId: stack.id })
    expect(await ended(await apply(admin, { planId: again.id, force }))).toMatchObject({ status: 'succeeded' })
    expect(await liveQuery(sandbox, namespace)).toMatchObject({ spec: { replicas: 1, template: { spec: { containers: [{ image: 'quay.io/thanos/thanos:v0.42.0' }] } } } })
  })
})
