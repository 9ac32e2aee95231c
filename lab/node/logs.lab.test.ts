// Logs over the API server, as kubectl and Gauntlet ask for them.
import { request } from 'node:https'
import { beforeAll, expect, inject, it } from 'vitest'
import { podLogs } from '#lib/kube/logs.ts'
import { openTransport } from '#lib/kube/transport.ts'
import { eventually } from '../eventually.ts'
import { givenNamespace, type Given } from './given.ts'

let given: Given
beforeAll(async () => { given = await givenNamespace('node-logs') })

const logs = (pod: string, query = ''): Promise<{ status: number; text: string }> => given.api.text('GET', `/api/v1/namespaces/node-logs/pods/${pod}/log?${query}`)

it('gives all lines, the last ones, young ones, and their times', async () => {
  await given.pod('talking', { containers: [{ args: ['-say', 'hello'] }] })
  await given.ready('talking')
  for (const line of ['one', 'two', 'three']) await given.ask('talking', `/print?line=${line}`)
  await eventually('all lines are there', async () => (await logs('talking')).text === 'started hello\none\ntwo\nthree\n' || undefined)
  expect((await logs('talking', 'tailLines=2')).text).toBe('two\nthree\n')
  expect((await logs('talking', 'tailLines=1&timestamps=true')).text).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z three\n$/)
  expect((await logs('talking', 'sinceTime=2099-01-01T00:00:00Z')).text).toBe('')
  expect((await logs('talking', 'limitBytes=7')).text).toBe('started')
})

it('follows a log until the container ends', async () => {
  await given.pod('followed', { restartPolicy: 'Never', containers: [{}] })
  await given.ready('followed')
  let text = ''
  const { url, adminToken, ca } = inject('nodes')
  const ended = new Promise<void>((resolve, reject) => {
    request(new URL('/api/v1/namespaces/node-logs/pods/followed/log?follow=true', url), { ca, headers: { authorization: `Bearer ${adminToken}` }, agent: false }, (answer) => {
      answer.setEncoding('utf8').on('data', (part: string) => { text += part }).once('end', resolve).once('error', reject)
    }).once('error', reject).end()
  })
  await eventually('the first line has come', () => text.includes('started') || undefined)
  await given.ask('followed', '/print?line=later')
  await eventually('the next line has come', () => text.includes('later') || undefined)
  await given.ask('followed', '/exit?code=0')
  await ended
})

it('gives the log of the run before, and says when there is none', async () => {
  await given.pod('again', { containers: [{ args: ['-say', 'run'] }] })
  const { metadata } = await given.ready('again')
  const transport = openTransport({ kind: 'context', context: 'admin', kubeconfig: inject('nodes').kubeconfig })
  const asGauntlet = (options: { container?: string; previous?: boolean } = {}): Promise<string[]> => podLogs(transport, { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, namespace: 'node-logs' } }, { lines: 100, ...options })
  expect(await asGauntlet({ previous: true })).toEqual([])
  expect(await logs('again', 'previous=true')).toMatchObject({ status: 400, text: expect.stringContaining('previous terminated container \\"main\\" in pod \\"again\\" not found') })
  await given.ask('again', '/print?line=before')
  await given.ask('again', '/exit?code=1')
  await given.until('again', 'runs again', ({ status: { containerStatuses: [main] } }) => main?.restartCount === 1 && main.ready)
  expect((await logs('again', 'previous=true')).text).toBe('started run\nbefore\n')
  expect((await logs('again')).text).toBe('started run\n')
  expect(await asGauntlet({ previous: true })).toEqual(['started run', 'before'])
  expect(await asGauntlet({ container: 'main', previous: true })).toEqual(['started run', 'before'])
  expect(await asGauntlet()).toEqual(['started run'])
})

it('says that a container has not started yet', async () => {
  await given.pod('unborn', { containers: [{ image: 'registry.example.com/none:v1' }] })
  await given.until('unborn', 'waits', ({ status }) => status.containerStatuses[0]?.state.waiting?.reason === 'ImagePullBackOff')
  expect(await logs('unborn')).toMatchObject({ status: 400, text: expect.stringContaining('waiting to start') })
})
