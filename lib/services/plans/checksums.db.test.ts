import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { checksumOf, withChecksum } from '../../manifest/config-checksum.ts'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { rulerSpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import type { Edit } from '../../thanos/edit.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import type { PlanView } from '../views.ts'
import { compute } from './compute.ts'

freshDatabase()
const sandbox = testSandbox()

/** A ruler that reads its rules when it is told to, and its relabelling only when it starts. */
const rulerIn = (namespace: string): StackSpec => rulerSpec({ namespace, files: 'rules.yaml: "groups: []", relabel.yaml: "[]"', args: ', --alert.relabel-config-file=/etc/rules/relabel.yaml' })
const ruler = (namespace: string) => `StatefulSet/${namespace}/ruler`
const file = (namespace: string, key: string, text: string): Edit => ({ op: 'file.set', object: `ConfigMap/${namespace}/rules`, key, text })

async function planOf(namespace: string, edits: Edit[], before: StackSpec = rulerIn(namespace)): Promise<PlanView & { stackId: string }> {
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  await sandbox.put(render(before), 'gauntlet')
  await save(operator, { stackId: stack.id, base: 0, spec: applyEdits(rulerIn(namespace), edits), message: 'Rules' })
  return compute(operator, { stackId: stack.id })
}
const verdicts = ({ objects }: PlanView) => Object.fromEntries(objects.map(({ object, verdict }) => [object.split('/').at(-1), verdict]))
const stepOf = ({ steps }: PlanView, object: string) => steps.find((step) => step.object === object)

describe('a file that changes', () => {
  it('restarts nobody where it is taken in by who is told of it', async () => {
    const plan = await planOf('told', [file('told', 'rules.yaml', 'groups: [{ name: a, rules: [] }]')])
    expect(verdicts(plan)).toEqual({ rules: 'change', ruler: 'unchanged' })
    expect(stepOf(plan, 'ConfigMap/told/rules')).toMatchObject({ gate: 'refresh' })
    expect(plan.impacts.filter(({ area }) => area === 'restarts').map(({ message }) => message.en)).toEqual(['No pod restarts', 'ruler takes in rules.yaml without a restart'])
  })

  it('restarts who reads it only when it starts, after the file is there, and says so', async () => {
    const plan = await planOf('start', [file('start', 'relabel.yaml', '[{ action: drop }]')])
    expect(verdicts(plan)).toEqual({ rules: 'change', ruler: 'change' })
    const checksum = stepOf(plan, ruler('start'))?.checksum
    expect(checksum).toMatch(/^[0-9a-f]{16}$/)
    expect(plan.steps.map(({ object }) => object)).toEqual(['ConfigMap/start/rules', ruler('start')])
    expect(plan.objects.find(({ object }) => object === ruler('start'))).toMatchObject({ restarts: 1, predictedYaml: expect.stringContaining(`gauntlet.dev/config-checksum: ${checksum}`) })
    expect(plan.impacts.find(({ area }) => area === 'restarts')?.detail?.en).toContain('ruler reads relabel.yaml of rules only when it starts.')
  })

  it('keeps the checksum that is there as long as the files stay: it is never a change of its own', async () => {
    const marked = { ...rulerIn('kept') }
    const stack = await makeStack({ namespace: await sandbox.namespace('kept') })
    await sandbox.put(render(marked).map((object) => (object.kind === 'StatefulSet' ? withChecksum(object, 'whatever') : object)), 'gauntlet')
    await save(operator, { stackId: stack.id, base: 0, spec: marked, message: 'Import' })
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('empty')
    expect(stepOf(plan, ruler('kept'))?.checksum).toBe('whatever')
    expect(checksumOf(await sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'ruler', namespace: 'kept' }))).toBe('whatever')
  })

  it('restarts its readers still when a run stopped between the file and them', async () => {
    const edits = [file('owed', 'relabel.yaml', '[{ action: drop }]')]
    const plan = await planOf('owed', edits)
    const [configMap] = render(applyEdits(rulerIn('owed'), edits))
    if (!configMap) throw new Error('the ConfigMap comes first')
    await sandbox.put([configMap], 'gauntlet')
    const { stackId } = plan
    await db().run.create({ data: {
      planId: plan.id, stackId, revision: 1, status: 'failed', startedById: 'x', startedByName: 'x',
      objects: [{ object: 'ConfigMap/owed/rules', status: 'done' }, { object: ruler('owed'), status: 'skipped' }],
    } })
    const next = await compute(operator, { stackId })
    expect(verdicts(next)).toEqual({ rules: 'unchanged', ruler: 'change' })
    expect(stepOf(next, ruler('owed'))?.checksum).toBe(stepOf(plan, ruler('owed'))?.checksum)
  })
})
