// The Role of deploy/ on the sandbox: enough for a run, and one verb less is not. lab/rbac.lab.test.ts asks the real authorizer, verb by verb.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Connection } from '../../connection.ts'
import { admin, operator } from '../../testing/actors.ts'
import { courseSpec } from '../../testing/course.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, objectOf } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { makeStack } from '../../testing/stacks.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import { apply } from '../runs/apply.ts'
import type { StackView } from '../views.ts'
import { test as testConnection } from './test.ts'

freshDatabase()
const sandbox = testSandbox()
const folder = mkdtempSync(join(tmpdir(), 'gauntlet-role-'))
const USER = 'gauntlet'
const CONNECTION: Connection = { kind: 'context', context: USER }
const kubeconfig = process.env.KUBECONFIG

beforeAll(() => {
  process.env.KUBECONFIG = join(folder, 'config')
  writeFileSync(process.env.KUBECONFIG, sandbox.kubeconfigOf(USER))
})
afterAll(() => {
  if (kubeconfig === undefined) delete process.env.KUBECONFIG
  else process.env.KUBECONFIG = kubeconfig
  rmSync(folder, { recursive: true, force: true })
})

const Rule = z.strictObject({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) })
const ROLE = z.object({ rules: z.array(Rule) }).parse(parse(readFileSync(new URL('../../../deploy/role.yaml', import.meta.url), 'utf8')))

/** Lets the user do in a namespace what deploy/role.yaml says, but for one verb of one resource. */
async function grant(namespace: string, without?: { resource: string; verb: string }): Promise<void> {
  const rules = ROLE.rules.flatMap(({ apiGroups, resources, verbs }) => resources.map((resource) => ({
    apiGroups, resources: [resource], verbs: verbs.filter((verb) => resource !== without?.resource || verb !== without.verb),
  })))
  const named = { name: USER, namespace }
  await sandbox.put([
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: named, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: named,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: USER }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: USER }],
    },
  ])
}

async function stackOf(namespace: string): Promise<StackView> {
  await grant(await sandbox.namespace(namespace))
  const stack = await makeStack({ namespace, connection: CONNECTION })
  await save(operator, { stackId: stack.id, base: 0, spec: courseSpec(namespace, 1), message: 'Import' })
  return stack
}

const missing = async (namespace: string): Promise<unknown> => {
  const tested = await testConnection(admin, { connection: CONNECTION, namespace })
  return tested.ok ? tested.permissions?.missing : tested
}

it('the Role of deploy/ is enough for a plan, its run and the next plan', async () => {
  const stack = await stackOf('enough')
  expect(await missing('enough')).toEqual([])
  expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
  expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
  await expect(testConnection(admin, { connection: CONNECTION, namespace: 'default' })).resolves.toMatchObject({ permissions: { missing: expect.arrayContaining([expect.objectContaining({ resource: 'statefulsets', verb: 'patch' })]) } })
})

it('without one of its verbs the connection test names it, the plan says what it is refused, and a run stops there', async () => {
  const stack = await stackOf('less')
  const id = 'StatefulSet/less/thanos-store'
  const plan = await compute(operator, { stackId: stack.id })
  await grant('less', { resource: 'statefulsets', verb: 'patch' })
  expect(await missing('less')).toEqual([{ group: 'apps', resource: 'statefulsets', verb: 'patch', breaks: expect.any(String) }])
  const refusal = "does not let Gauntlet's account patch statefulsets.apps in namespace less"
  const run = await ended(await apply(operator, { planId: plan.id }))
  expect(run.status).toBe('failed')
  expect(objectOf(run, id)).toMatchObject({ status: 'failed', message: expect.stringContaining(refusal) })
  expect(await sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'thanos-store', namespace: 'less' })).toBeUndefined()
  expect((await compute(operator, { stackId: stack.id })).objects.find(({ object }) => object === id)).toMatchObject({ verdict: 'invalid', message: { en: expect.stringContaining(refusal) } })
})
