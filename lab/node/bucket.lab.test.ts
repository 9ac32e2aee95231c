// The lab's S3 and its weather, as a pod sees it.
import { beforeAll, expect, it } from 'vitest'
import { givenNamespace, type Given } from './given.ts'

const URL = 'http://s3.lab.svc.cluster.local:9000/thanos/nothing'
let given: Given
beforeAll(async () => {
  given = await givenNamespace('node-bucket')
  await given.pod('client', {})
  await given.ready('client')
})

const get = async (): Promise<string> => (await given.ask('client', `/get?url=${encodeURIComponent(URL)}`)).text

it('answers, answers late, answers 403 without a look, refuses, and answers again', async () => {
  const fair = await get()
  expect(fair).toMatch(/^4\d\d$/) // nobody signed the request
  await given.switches.setBucketWeather({ kind: 'slow', delayMs: 1_500 })
  const startedAt = Date.now()
  expect(await get()).toBe(fair)
  expect(Date.now() - startedAt).toBeGreaterThan(1_500)
  await given.switches.setBucketWeather({ kind: 'forbidden' })
  expect(await get()).toBe('403')
  await given.switches.setBucketWeather({ kind: 'refused' })
  expect(await get()).toMatch(/connection reset|EOF/)
  await given.switches.setBucketWeather({ kind: 'fair' })
  expect(await get()).toBe(fair)
})
