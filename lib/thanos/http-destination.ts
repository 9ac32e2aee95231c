// Where a URL that one component is given for another one leads, and whether the other one speaks HTTP there.
import { parseAddress, resolveAddress } from './address.ts'
import { flagValue } from './read-args.ts'
import { HTTP_PORT, portOfAddress } from './hashring.ts'
import type { Kind } from './kind.ts'
import { expandVariables } from './pod.ts'
import type { StackSpec, Workload } from './spec.ts'
import { text, type Text } from '../text.ts'

/** The port on which a component serves HTTP. */
export function httpPort(workload: Workload): number {
  return portOfAddress(expandVariables(workload, flagValue(workload.args, 'http-address') ?? '')) ?? HTTP_PORT
}

/** What is wrong with the address `written` in `from`, which should lead to the HTTP port of one of `kinds`; undefined when nothing can be said. */
export function httpProblem(spec: StackSpec, from: Workload, written: string, kinds: readonly Kind[]): { isCertain: boolean; message: Text } | undefined {
  const expanded = expandVariables(from, written)
  const address = parseAddress(expanded)
  const withPort = address.port === undefined && address.lookup === undefined ? parseAddress(withUsualPort(expanded)) : address
  const found = resolveAddress(spec, from, withPort)
  switch (found.status) {
    case 'outside': return undefined
    case 'no-service': return { isCertain: false, message: text(`there is no Service ${found.service} among these objects.`, `이 오브젝트 중에 Service ${found.service}이(가) 없습니다.`) }
    case 'no-port': return { isCertain: true, message: text(`Service ${found.service.name} has no such port; it has ${found.service.ports.map(({ port }) => port).join(', ')}.`, `Service ${found.service.name}에 그 포트가 없습니다. 있는 포트는 ${found.service.ports.map(({ port }) => port).join(', ')}입니다.`) }
    // The Service may lead to pods that are not among these objects.
    case 'no-pods':
    case 'no-pod': return undefined
    case 'workload': {
      const { workload, port } = found
      if (workload.kind === 'sidecar') return undefined
      if (!kinds.includes(workload.kind)) return { isCertain: true, message: text(`it leads to ${workload.name}, which is ${workload.kind} and answers no queries.`, `조회에 답하지 않는 ${workload.name}(${workload.kind})(으)로 연결됩니다.`) }
      const want = httpPort(workload)
      if (port === undefined || port === want || flagValue(workload.args, 'http-address')?.includes('$(')) return undefined
      return { isCertain: true, message: text(`it leads to port ${port} of ${workload.name}, whose HTTP is on ${want}.`, `${workload.name}의 포트 ${port}(으)로 연결되는데 HTTP는 ${want}에 있습니다.`) }
    }
  }
}

function withUsualPort(url: string): string {
  const port = url.startsWith('https://') ? 443 : 80
  return url.replace(/^((?:https?:\/\/)?[^/:]+)/, `$1:${port}`)
}
