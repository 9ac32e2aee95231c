import { expect, it } from 'vitest'
import type { RunObject } from '../manifest/progress.ts'
import { withMark } from '../manifest/revision-mark.ts'
import type { KubeObject } from '../manifest/types.ts'
import { truthOf } from './kill-truth.ts'
import { testSandbox } from './sandbox.ts'

const sandbox = testSandbox()
const file = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'truth' }, data: { a: 'b' } })
const object = (name: string, says: Pick<RunObject, 'status' | 'action' | 'isApplied'>): RunObject => ({ object: `ConfigMap/truth/${name}`, ...says })

it('what a run says of an object is untrue where the cluster has it otherwise, and what it leaves open is never', async () => {
  await sandbox.namespace('truth')
  await sandbox.put([withMark(file('new'), '2'), withMark(file('old'), '1')], 'gauntlet')
  const judged = await truthOf({ revision: 2, objects: [
    object('new', { status: 'done' }), object('old', { status: 'skipped' }), object('absent', { status: 'done', action: 'delete' }), object('old', { status: 'skipped', action: 'delete' }),
    object('new', { status: 'failed', isApplied: true }), object('new', { status: 'failed' }), object('old', { status: 'failed' }), object('old', { status: 'unchanged', isApplied: true }),
  ] }, sandbox.cluster())
  expect(judged).toEqual({ claims: 5, untrue: [] })
  const { claims, untrue } = await truthOf({ revision: 2, objects: [
    object('old', { status: 'done' }), object('new', { status: 'skipped' }), object('old', { status: 'failed', isApplied: true }),
    object('absent', { status: 'done' }), object('old', { status: 'done', action: 'delete' }), object('absent', { status: 'skipped', action: 'delete' }),
  ] }, sandbox.cluster())
  expect(claims).toBe(6)
  expect(untrue).toEqual([
    'ConfigMap/truth/old is done, and not of this revision', 'ConfigMap/truth/new is skipped, and was applied', 'ConfigMap/truth/old is failed, and not of this revision',
    'ConfigMap/truth/absent is done, and not of this revision', 'ConfigMap/truth/old is done, and still there', 'ConfigMap/truth/absent is skipped, and was deleted',
  ])
})
