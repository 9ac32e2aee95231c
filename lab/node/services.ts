// Knows how a Service reaches its pods: a TCP proxy on each port of its ClusterIP, to the ready endpoints in turn.
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import type { Names } from './dns.ts'
import { join } from './relay.ts'
import type { EndpointSlice, Service } from './spec.ts'

const CONNECT_TIMEOUT_MS = 5_000

/** Listens for every Service that has a ClusterIP, for as long as it has it. */
export function proxyServices({ services, slices }: Names): void {
  const servers = new Map<string, Server>()
  const sync = (): void => {
    const wanted = new Map(services.all().flatMap((service) => portsOf(service).map((one): [string, ServicePort] => [`${one.address}:${one.port}`, one])))
    for (const [key, server] of servers) {
      if (wanted.has(key)) continue
      servers.delete(key)
      server.close()
    }
    for (const [key, one] of wanted) {
      if (servers.has(key)) continue
      const server = createServer({ allowHalfOpen: true }, forward(() => targetsOf(slices.all(), one)))
      servers.set(key, server)
      server.on('error', (error) => { console.error(`service ${one.namespace}/${one.service} on ${key}: ${error.message}`) }).listen(one.port, one.address)
    }
  }
  services.onChange(sync)
  sync()
}

type ServicePort = { namespace: string; service: string; portName: string; address: string; port: number }

function portsOf({ metadata, spec }: Service): ServicePort[] {
  if (spec.clusterIP === '' || spec.clusterIP === 'None') return []
  return spec.ports.filter(({ protocol }) => protocol === 'TCP')
    .map(({ name, port }) => ({ namespace: metadata.namespace, service: metadata.name, portName: name, address: spec.clusterIP, port }))
}

/** Addresses of the ready pods with their own port for this one. */
function targetsOf(slices: readonly EndpointSlice[], { namespace, service, portName }: ServicePort): { host: string; port: number }[] {
  return slices
    .filter(({ metadata }) => metadata.namespace === namespace && metadata.labels['kubernetes.io/service-name'] === service)
    .flatMap(({ endpoints, ports }) => {
      const port = ports.find(({ name }) => name === portName)?.port
      return port === undefined ? [] : endpoints.filter(({ conditions }) => conditions.ready).map(({ addresses }) => ({ host: addresses[0] ?? '', port }))
    })
}

function forward(targets: () => { host: string; port: number }[]): (socket: Socket) => void {
  let turn = 0
  return (socket) => {
    const found = targets()
    turn += 1
    const target = found[turn % found.length]
    // Without a pod behind it a port of a Service refuses; a reset is as near as an accepted connection gets.
    if (!target) {
      socket.resetAndDestroy()
      return
    }
    const upstream = connect({ ...target, allowHalfOpen: true })
    const timer = setTimeout(() => { upstream.destroy() }, CONNECT_TIMEOUT_MS)
    upstream.once('connect', () => {
      clearTimeout(timer)
      join(socket, upstream)
    })
    upstream.on('error', () => { socket.resetAndDestroy() })
    upstream.once('close', () => { clearTimeout(timer) })
    socket.on('error', () => { upstream.destroy() })
  }
}
