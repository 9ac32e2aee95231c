// Knows what the cluster's DNS answers: names of Services, of the pods behind headless ones, and of their ports. As CoreDNS does it.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { Answer, Packet, Question } from 'dns-packet'
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_DESIRED, streamEncode, TRUNCATED_RESPONSE } from 'dns-packet'
import { DNS_ADDRESS } from './network.ts'
import type { EndpointSlice, Service } from './spec.ts'
import type { Store } from './watch.ts'

const DOMAIN = '.svc.cluster.local'
const TTL = 5
/** Without an extension of the protocol, and with the one that resolvers use. */
const MOST_BYTES = { plain: 512, extended: 1232 }
const NXDOMAIN = 3

export type Names = { readonly services: Store<Service>; readonly slices: Store<EndpointSlice> }
export type Reply = { readonly isKnown: boolean; readonly answers: readonly Answer[] }

/** Answers on port 53, UDP and TCP. */
export async function serveDns(names: Names): Promise<void> {
  const udp = createSocket('udp4')
  udp.on('message', (message, from) => {
    const asked = readPacket(message)
    if (!asked) return
    const reply = replyTo(asked, names)
    const most = asked.additionals?.some(({ type }) => type === 'OPT') ? MOST_BYTES.extended : MOST_BYTES.plain
    const bytes = encode(reply)
    // Who gets a truncated answer asks again over TCP.
    udp.send(bytes.length > most ? encode({ ...reply, flags: (reply.flags ?? 0) | TRUNCATED_RESPONSE, answers: [] }) : bytes, from.port, from.address)
  })
  await new Promise<void>((resolve, reject) => { udp.once('error', reject).bind(53, DNS_ADDRESS, resolve) })
  const tcp = createServer((socket) => {
    let received = Buffer.alloc(0)
    socket.on('error', () => { socket.destroy() })
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const length = 2 + received.readUInt16BE(0)
        const asked = readPacket(received.subarray(2, length))
        if (asked) socket.write(streamEncode(replyTo(asked, names)))
        else socket.destroy()
        received = received.subarray(length)
      }
    })
  })
  await new Promise<void>((resolve, reject) => { tcp.once('error', reject).listen(53, DNS_ADDRESS, resolve) })
}

/** Undefined for what is no DNS. */
function readPacket(bytes: Buffer): Packet | undefined {
  try {
    return decode(bytes)
  } catch {
    return undefined
  }
}

function replyTo({ id, flags = 0, questions = [] }: Packet, names: Names): Packet {
  const [question] = questions
  const { isKnown, answers } = question ? resolveName(question, names) : { isKnown: false, answers: [] }
  return {
    ...(id === undefined ? {} : { id }), type: 'response', questions, answers: [...answers],
    flags: AUTHORITATIVE_ANSWER | (flags & RECURSION_DESIRED) | (isKnown ? 0 : NXDOMAIN),
  }
}

/** The answers to one question; `isKnown` tells a name without such records (NODATA) from one that does not exist (NXDOMAIN). */
export function resolveName({ name, type }: Question, { services, slices }: Names): Reply {
  const unknown: Reply = { isKnown: false, answers: [] }
  const lower = name.toLowerCase().replace(/\.$/, '')
  if (!lower.endsWith(DOMAIN)) return unknown
  const labels = lower.slice(0, -DOMAIN.length).split('.')
  const [namespace = '', serviceName = '', ...rest] = labels.toReversed()
  const service = services.get(namespace, serviceName)
  if (!service) return unknown
  const full = `${serviceName}.${namespace}${DOMAIN}`
  const { spec } = service
  if (spec.type === 'ExternalName') return { isKnown: rest.length === 0, answers: rest.length === 0 ? [{ name, type: 'CNAME', ttl: TTL, data: spec.externalName ?? '' }] : [] }

  // "_port._protocol" in front of the service, or one pod's name.
  const [first = '', second = ''] = rest
  const wanted = rest.length === 2 && second.startsWith('_') && first.startsWith('_') ? { port: second.slice(1), protocol: first.slice(1) } : undefined
  const pod = wanted === undefined && rest.length === 1 ? first : undefined
  if (rest.length > 0 && wanted === undefined && pod === undefined) return unknown
  const isAsked = (port: { name: string; protocol: string }): boolean => (
    wanted === undefined || (port.name.toLowerCase() === wanted.port && port.protocol.toLowerCase() === wanted.protocol)
  )

  const hosts = spec.clusterIP === 'None' || pod !== undefined
    ? slices.all()
      .filter(({ metadata }) => metadata.namespace === namespace && metadata.labels['kubernetes.io/service-name'] === serviceName)
      .flatMap((slice) => slice.endpoints.filter(({ conditions }) => conditions.ready).map(({ addresses, hostname }) => {
        const address = addresses[0] ?? ''
        return { address, label: hostname ?? address.replaceAll('.', '-'), ports: slice.ports.filter(isAsked) }
      }))
      .filter(({ label }) => pod === undefined || label === pod)
      .map(({ address, label, ports }) => ({ address, ports, target: `${label}.${full}` }))
    : [{ address: spec.clusterIP, ports: spec.ports.filter(isAsked), target: full }]
  const found = wanted === undefined ? hosts : hosts.filter(({ ports }) => ports.length > 0)
  if (found.length === 0) return unknown
  const isSrv = type === 'SRV'
  if (type === 'A') return { isKnown: true, answers: found.map(({ address }) => ({ name, type: 'A', ttl: TTL, data: address })) }
  if (isSrv && wanted) return { isKnown: true, answers: found.flatMap(({ target, ports }) => ports.map(({ port }): Answer => ({ name, type: 'SRV', ttl: TTL, data: { target, port, priority: 0, weight: 100 } }))) }
  return { isKnown: true, answers: [] }
}
