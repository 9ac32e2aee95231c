// From an apiVersion and a kind to the path of its resource, as API discovery tells; learnt once per version.
import { AppError } from '../errors.ts'
import type { JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { text } from '../text.ts'
import type { Sending } from './cluster.ts'
import type { KubeRequest } from './wire.ts'

type Resource = { plural: string; namespaced: boolean }
type Target = { apiVersion: string; kind: string; name?: string; namespace?: string }

export type Resources = {
  /** The path of an object, or of a list when no name is given. NOT_FOUND for a kind that the cluster does not have. */
  path: (target: Target, sending?: Sending) => Promise<string>
}

export function createResources(ask: (request: KubeRequest) => Promise<JsonObject>, host: string): Resources {
  const known = new Map<string, Promise<Map<string, Resource>>>()

  const learn = async (apiVersion: string, sending: Sending): Promise<Map<string, Resource>> => {
    const root = apiVersion.includes('/') ? 'apis' : 'api'
    try {
      const { resources } = await ask({ method: 'GET', path: `/${root}/${apiVersion.split('/').map(encodeURIComponent).join('/')}`, ...sending })
      return new Map((Array.isArray(resources) ? resources : []).filter(isJsonObject).flatMap(({ kind, name, namespaced }) =>
        typeof kind === 'string' && typeof name === 'string' && !name.includes('/') ? [[kind, { plural: name, namespaced: namespaced === true }]] : []))
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') throw new AppError('NOT_FOUND', text(`The cluster ${host} does not serve ${apiVersion}.`, `클러스터 ${host}은(는) ${apiVersion}을(를) 제공하지 않습니다.`))
      throw error
    }
  }
  const resourcesOf = async (apiVersion: string, sending: Sending): Promise<Map<string, Resource>> => {
    const found = known.get(apiVersion) ?? learn(apiVersion, sending)
    known.set(apiVersion, found)
    // A failure is not remembered: the cluster may be back, or the custom resource installed, a moment later.
    found.catch(() => { known.delete(apiVersion) })
    return found
  }

  return {
    path: async ({ apiVersion, kind, name, namespace }, sending = {}) => {
      const resource = (await resourcesOf(apiVersion, sending)).get(kind)
      if (!resource) {
        known.delete(apiVersion)
        throw new AppError('NOT_FOUND', text(`The cluster ${host} has no kind ${kind} in ${apiVersion}.`, `클러스터 ${host}의 ${apiVersion}에는 kind ${kind}이(가) 없습니다.`))
      }
      if (resource.namespaced && namespace === undefined && name !== undefined) {
        throw new AppError('INVALID', text(`${kind} ${name} names no namespace.`, `${kind} ${name}에 네임스페이스가 적혀 있지 않습니다.`))
      }
      const place = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : ''
      const root = apiVersion.includes('/') ? 'apis' : 'api'
      return `/${root}/${apiVersion}${place}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`
    },
  }
}
