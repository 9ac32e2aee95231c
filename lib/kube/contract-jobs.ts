// The part of the contract that is about Jobs: installations bring them to make a bucket or to tidy one.
import { expect } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'

export const JOBS: Topic = {
  topic: 'jobs',
  declare: (it, { cluster, eventually, live, newNamespace, refusal, send }) => {
    it('fills in what a Job leaves out, and gives it a selector that only its own pods match', async () => {
      const namespace = await newNamespace()
      const object = job(namespace, { suspend: true })
      const made = await cluster().apply(object, REAL)
      const uid = made.metadata.uid ?? ''
      expect(made.metadata).toMatchObject({ generation: 1, labels: { app: 'bucket' } })
      expect(made.spec).toMatchObject({
        completions: 1, parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', podReplacementPolicy: 'TerminatingOrFailed', manualSelector: false,
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
        template: { metadata: { labels: { 'app': 'bucket', 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': 'bucket', 'controller-uid': uid, 'job-name': 'bucket' } } },
      })
      const again = await cluster().apply(object, REAL)
      expect([again.metadata.generation, again.spec]).toEqual([1, made.spec])
    })

    it('makes as many pods at once as are asked for, and takes them along in the background', async () => {
      const namespace = await newNamespace()
      const object = job(namespace, { parallelism: 2, completions: 2 })
      await cluster().apply(object, REAL)
      const made = await live(object)
      await eventually(namespace, async () => (await cluster().podsOf(made)).length === 2)
      for (const { metadata } of await cluster().podsOf(made)) {
        expect([metadata.name.startsWith('bucket-'), metadata.ownerReferences]).toMatchObject([true, [{ apiVersion: 'batch/v1', kind: 'Job', name: 'bucket', controller: true }]])
      }
      expect((await send({ method: 'DELETE', path: `/apis/batch/v1/namespaces/${namespace}/jobs/bucket`, body: JSON.stringify({ propagationPolicy: 'Background' }) })).status).toBe(200)
      await eventually(namespace, async () => (await cluster().podsOf(made)).length === 0)
    })

    it('refuses a Job whose pods start again for ever, and other pods for one that exists', async () => {
      const namespace = await newNamespace()
      const forever = await refusal(job(namespace, {}, { restartPolicy: 'Always' }))
      expect(forever).toMatchObject({ code: 'INVALID', causes: [{ field: 'spec.template.spec.restartPolicy', message: 'Required value: valid values: "OnFailure", "Never"' }] })
      await cluster().apply(job(namespace, { suspend: false, parallelism: 0 }), REAL)
      const changed = await refusal(job(namespace, { suspend: false, parallelism: 0 }, { containers: [{ name: 'make', image: 'minio/mc:other' }] }))
      expect(changed).toMatchObject({ code: 'INVALID', immutable: true, causes: [{ field: 'spec.template' }] })
      expect((await cluster().apply(job(namespace, { suspend: false, parallelism: 1 }), REAL)).spec).toMatchObject({ parallelism: 1 })
    })
  },
}

/** A Job with one container; `spec` and `pod` add to it. */
function job(namespace: string, spec: JsonObject, pod: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'bucket', namespace },
    spec: {
      ...spec,
      template: { metadata: { labels: { app: 'bucket' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'make', image: 'minio/mc:one', args: ['mb', 'lab/thanos'] }], ...pod } },
    },
  }
}
