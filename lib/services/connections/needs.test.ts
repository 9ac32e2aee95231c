// The manifests of deploy/ say what the code says.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { getAt } from '../../manifest/pointer.ts'
import type { AccessRule } from '../../manifest/role.ts'
import { isJsonObject, isKubeObject, type KubeObject } from '../../manifest/types.ts'
import { MANAGED_GROUPS } from '../../thanos/belonging-reasons.ts'
import { NEEDS } from './needs.ts'

const deployed = (file: string): KubeObject[] =>
  parseAllDocuments(readFileSync(new URL(`../../../deploy/${file}`, import.meta.url), 'utf8')).map((document): unknown => document.toJS()).filter(isKubeObject)

const spelled = (rules: readonly AccessRule[]): string[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) => apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${group}/${resource} ${verb}`))))

/** Safe because a Role is written as one; what is not a list of rules fails the comparison. */
const rulesIn = (role: KubeObject | undefined): readonly AccessRule[] => (role?.rules ?? []) as unknown as readonly AccessRule[]

describe('deploy/', () => {
  const [role] = deployed('role.yaml')

  it('grants what is needed, and nothing else', () => {
    expect(spelled(rulesIn(role)).toSorted()).toEqual(NEEDS.map(({ group, resource, verb }) => `${group}/${resource} ${verb}`).toSorted())
  })

  it('grants it for every kind that is managed', () => {
    const groups = Object.entries({ ...MANAGED_GROUPS, Deployment: ['apps'], StatefulSet: ['apps'] })
    for (const [kind, [group = '']] of groups) {
      const plural = kind.toLowerCase().replace(/y$/, 'ie').replace(/s?$/, (end) => (kind === 'Ingress' ? 'ses' : `${end}s`))
      expect(NEEDS.filter((need) => need.group === group && need.resource === plural).map(({ verb }) => verb), kind).toEqual(expect.arrayContaining(['get', 'list', 'create', 'patch', 'delete']))
    }
  })

  it('never lets anyone delete a claim, list Secrets, or look beyond a namespace', () => {
    for (const denied of ['/persistentvolumeclaims delete', '/secrets list', '/secrets delete', '/persistentvolumeclaims patch']) expect(spelled(rulesIn(role))).not.toContain(denied)
    expect(role?.kind).toBe('Role')
    expect(spelled(rulesIn(role)).filter((each) => each.includes('*'))).toEqual([])
  })

  it('runs as the account that the Role is bound to, with what the server reads', () => {
    const [account, deployment, service] = deployed('gauntlet.yaml')
    const [binding] = deployed('rolebinding.yaml')
    const [secret] = deployed('secret.example.yaml')
    expect(getAt(binding ?? {}, '/subjects/0')).toEqual({ kind: 'ServiceAccount', name: account?.metadata.name, namespace: account?.metadata.namespace })
    expect(getAt(deployment ?? {}, '/spec/template/spec/serviceAccountName')).toBe(account?.metadata.name)
    expect(getAt(deployment ?? {}, '/spec/selector/matchLabels')).toEqual(getAt(service ?? {}, '/spec/selector'))
    const env = getAt(deployment ?? {}, '/spec/template/spec/containers/0/env')
    const read = readFileSync(new URL('../../env.ts', import.meta.url), 'utf8')
    const variables = (Array.isArray(env) ? env : []).filter(isJsonObject)
    expect(variables.map(({ name }) => String(name)).filter((name) => !read.includes(`${name}:`))).toEqual([])
    const keys = variables.flatMap((variable) => getAt(variable, '/valueFrom/secretKeyRef/key') ?? [])
    expect(Object.keys(isJsonObject(secret?.stringData) ? secret.stringData : {})).toEqual(keys)
  })
})
