// Knows the kubelet's endpoint for logs, which the API server asks for `kubectl logs`.
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { Agent } from './agent.ts'
import { formatLine, selectLines } from './logs.ts'
import { NODE_ADDRESS } from './network.ts'
import { KUBELET_PORT } from './nodes.ts'

// The API server does not check the certificate of a kubelet unless it is told to.
const pem = (name: string): string => readFileSync(new URL(`../../lib/kube/testdata/${name}`, import.meta.url), 'utf8')

/** Serves `/containerLogs/NAMESPACE/POD/CONTAINER` with follow, previous, tailLines, sinceSeconds, sinceTime, timestamps and limitBytes. */
export async function serveKubelet(agent: Agent): Promise<void> {
  const server = createServer({ cert: pem('server.pem'), key: pem('server.key') }, (request, response) => {
    const url = new URL(request.url ?? '', 'https://node')
    const [, endpoint, namespace = '', pod = '', container = ''] = url.pathname.split('/').map(decodeURIComponent)
    if (endpoint === 'healthz') response.end('ok')
    else if (endpoint === 'containerLogs') answerLogs(response, { agent, namespace, pod, container, query: url.searchParams })
    else refuse(response, 404, `the lab's nodes do not serve /${endpoint}`)
  })
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(KUBELET_PORT, NODE_ADDRESS, resolve) })
}

function answerLogs(response: ServerResponse, { agent, namespace, pod, container, query }: { agent: Agent; namespace: string; pod: string; container: string; query: URLSearchParams }): void {
  const worker = agent.find(namespace, pod)
  const isKnown = worker && [...worker.pod().spec.containers, ...worker.pod().spec.initContainers].some(({ name }) => name === container)
  if (!isKnown) {
    refuse(response, 404, `container "${container}" in pod "${pod}" is not on this node`)
    return
  }
  const isPrevious = query.get('previous') === 'true'
  const log = worker.container(container)?.log(isPrevious)
  if (!log) {
    refuse(response, 400, isPrevious
      ? `previous terminated container "${container}" in pod "${pod}" not found`
      : `container "${container}" in pod "${pod}" is waiting to start: ContainerCreating`)
    return
  }
  const number = (name: string): number | undefined => (query.has(name) ? Number(query.get(name)) : undefined)
  const seconds = number('sinceSeconds')
  const since = seconds === undefined ? query.get('sinceTime') : new Date(Date.now() - seconds * 1000)
  const timestamps = query.get('timestamps') === 'true'
  const tailLines = number('tailLines')
  const limitBytes = number('limitBytes')
  response.setHeader('content-type', 'text/plain')
  response.write(selectLines(log.lines(), {
    timestamps, ...(tailLines === undefined ? {} : { tailLines }), ...(since === null ? {} : { since: new Date(since) }), ...(limitBytes === undefined ? {} : { limitBytes }),
  }))
  if (query.get('follow') !== 'true') {
    response.end()
    return
  }
  response.once('close', log.follow((line) => { response.write(formatLine(line, timestamps)) }, () => { response.end() }))
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(message)
}
