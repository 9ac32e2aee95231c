// API discovery: which groups, versions and resources the sandbox has, in the forms that Kubernetes clients ask for.
import type { JsonObject } from '../manifest/types.ts'
import type { KindInfo } from './kinds.ts'
import { REVIEWS } from './reviews.ts'
import { isScaled } from './scale.ts'

const VERSION: JsonObject = {
  major: '1', minor: '35', gitVersion: 'v1.35.4+gauntlet-sandbox', gitCommit: '', gitTreeState: 'clean', buildDate: '1970-01-01T00:00:00Z',
  goVersion: '', compiler: '', platform: 'sandbox',
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** The answer to a discovery path, or undefined when the path is none. */
export function discovery(path: string, kinds: readonly KindInfo[]): JsonObject | undefined {
  const [root, group, version, more] = path.split('/').filter((part) => part !== '')
  if (more !== undefined) return undefined
  if (root === 'version' && group === undefined) return VERSION
  if (root === 'api') {
    if (group === undefined) return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
    return group === 'v1' && version === undefined ? resourceList('', 'v1', kinds) : undefined
  }
  if (root !== 'apis') return undefined
  if (group === undefined) return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups(kinds).map((each) => groupObject(each, kinds)) }
  if (!groups(kinds).includes(group)) return undefined
  return version === undefined ? { kind: 'APIGroup', apiVersion: 'v1', ...groupObject(group, kinds) } : resourceList(group, version, kinds)
}

function groups(kinds: readonly KindInfo[]): string[] {
  return [...new Set([...kinds, ...REVIEWS].map(({ group }) => group))].filter((group) => group !== '')
}

function groupObject(group: string, kinds: readonly KindInfo[]): JsonObject {
  const versions = [...new Set([...kinds, ...REVIEWS].filter((kind) => kind.group === group).map(({ version }) => version))]
    .map((version): JsonObject => ({ groupVersion: `${group}/${version}`, version }))
  return { name: group, versions, preferredVersion: versions[0] ?? {} }
}

function resourceList(group: string, version: string, all: readonly KindInfo[]): JsonObject | undefined {
  const kinds = all.filter((kind) => kind.group === group && kind.version === version)
  const reviews = REVIEWS.filter((kind) => kind.group === group && kind.version === version)
  if (kinds.length + reviews.length === 0) return undefined
  return {
    kind: 'APIResourceList', apiVersion: 'v1', groupVersion: group === '' ? version : `${group}/${version}`,
    resources: [...reviews.map(({ kind, plural }) => ({ name: plural, singularName: kind.toLowerCase(), namespaced: false, kind, verbs: ['create'] })), ...kinds.flatMap((kind) => [
      resource(kind, kind.plural, VERBS, kind.shortNames),
      ...(kind.hasStatus ? [resource(kind, `${kind.plural}/status`, ['get', 'patch', 'update'])] : []),
      ...(isScaled(kind) ? [{ ...resource(kind, `${kind.plural}/scale`, ['get', 'patch', 'update']), group: 'autoscaling', version: 'v1', kind: 'Scale' }] : []),
      ...(kind.kind === 'Pod' ? [resource(kind, 'pods/log', ['get'])] : []),
    ])],
  }
}

function resource({ kind, namespaced }: KindInfo, name: string, verbs: readonly string[], shortNames: readonly string[] = []): JsonObject {
  return {
    name, singularName: name.includes('/') ? '' : kind.toLowerCase(), namespaced, kind, verbs: [...verbs],
    ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }),
  }
}
