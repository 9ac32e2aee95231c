// Label selectors, as objects and as query strings, and the field selectors that the sandbox understands.
import type { Json, KubeObject } from '../manifest/types.ts'
import { itemsAt, textAt, textsAt, valueAt } from './fields.ts'
import { badRequest } from './status-error.ts'

type Labels = Readonly<Record<string, string>>
type Requirement = { key: string; operator: string; values: readonly string[] }

/** Whether labels satisfy a LabelSelector object. An empty selector matches everything. */
export function matchesSelector(selector: Json | undefined, labels: Labels): boolean {
  const required = Object.entries(textsAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value)
  return required && itemsAt(selector, 'matchExpressions').every((expression) => {
    const values = valueAt(expression, 'values')
    return satisfies({
      key: textAt(expression, 'key'), operator: textAt(expression, 'operator'),
      values: Array.isArray(values) ? values.map(String) : [],
    }, labels)
  })
}

/** Reads `labelSelector=` of a list request: a=b, a!=b, a in (b,c), a notin (b), a, !a. Throws a 400 for anything else. */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const requirements = (text.match(/(?:[^,(]|\([^)]*\))+/g) ?? []).map((part) => parseRequirement(part.trim(), text))
  return (labels) => requirements.every((requirement) => satisfies(requirement, labels))
}

function parseRequirement(part: string, text: string): Requirement {
  const set = /^([\w./-]+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part)
  if (set) return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values: (set[3] ?? '').split(',').map((value) => value.trim()) }
  const equality = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/.exec(part)
  if (equality) return { key: equality[1] ?? '', operator: equality[2] === '!=' ? 'NotIn' : 'In', values: [equality[3] ?? ''] }
  const presence = /^(!?)\s*([\w./-]+)$/.exec(part)
  if (presence) return { key: presence[2] ?? '', operator: presence[1] === '!' ? 'DoesNotExist' : 'Exists', values: [] }
  throw badRequest(`unable to parse requirement: found ${JSON.stringify(part)} in ${JSON.stringify(text)}`)
}

function satisfies({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels[key]
  switch (operator) {
    case 'In': return value !== undefined && values.includes(value)
    case 'NotIn': return value === undefined || !values.includes(value)
    case 'Exists': return value !== undefined
    default: return value === undefined
  }
}

const FIELDS: Record<string, readonly string[]> = {
  'metadata.name': ['metadata', 'name'], 'metadata.namespace': ['metadata', 'namespace'], 'status.phase': ['status', 'phase'],
  'spec.nodeName': ['spec', 'nodeName'], 'involvedObject.name': ['involvedObject', 'name'], 'involvedObject.kind': ['involvedObject', 'kind'],
  'involvedObject.uid': ['involvedObject', 'uid'], 'type': ['type'],
}

/** Reads `fieldSelector=` of a list request. Throws a 400 for a field that no kind of the sandbox can be selected by. */
export function parseFieldSelector(text: string): (object: KubeObject) => boolean {
  const requirements = text.split(',').filter((part) => part !== '').map((part) => {
    const [, field = '', operator, value] = /^([\w.]+)(==|=|!=)(.*)$/.exec(part) ?? []
    const path = FIELDS[field]
    if (!path) throw badRequest(`field label not supported: ${field || part}`)
    return (object: KubeObject): boolean => (textAt(object, ...path) === value) === (operator !== '!=')
  })
  return (object) => requirements.every((holds) => holds(object))
}
