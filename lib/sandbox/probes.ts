// Whether the probes of a Thanos container reach it: on the ports that its flags open, at the paths that it has.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { parseArgs } from '../thanos/args.ts'
import { flagValue, kindOfCommand } from '../thanos/read-args.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import { podAddress } from './pod-status.ts'

const HTTP_PORT = 10902
const GRPC_PORT = 10901
const REMOTE_WRITE_PORT = 19291
const PROBES = [['startupProbe', 'Startup'], ['readinessProbe', 'Readiness'], ['livenessProbe', 'Liveness']] as const
const PATHS = ['/-/healthy', '/-/ready', '/metrics', '/']

/** The first probe that fails, in the kubelet's words; undefined when all of them pass, and for a container that is no Thanos. */
export function missedProbe(pod: KubeObject, container: JsonObject): { probe: (typeof PROBES)[number][0]; message: string } | undefined {
  const argv = [...words(container, 'command'), ...words(container, 'args')]
  const kind = kindOfCommand(argv)
  if (!kind) return undefined
  const args = parseArgs(kind, argv.slice(argv.indexOf(kind)))
  const port = (flag: string, fallback: number): number => Number(/:(\d+)$/.exec(flagValue(args, flag) ?? '')?.[1] ?? fallback)
  const http = port('http-address', HTTP_PORT)
  const open = [http, ...(kind === 'query-frontend' ? [] : [port('grpc-address', GRPC_PORT)]), ...(kind === 'receive' ? [port('remote-write.address', REMOTE_WRITE_PORT)] : [])]
  for (const [probe, word] of PROBES) {
    const handler = mapAt(container, probe)
    const tried = numberOf(container, valueAt(handler, 'httpGet', 'port') ?? valueAt(handler, 'tcpSocket', 'port'))
    if (tried === undefined) continue
    const [path, address] = [textAt(handler, 'httpGet', 'path') || '/', `${podAddress(pod)}:${tried}`]
    const isHttp = 'httpGet' in handler
    const refused = `dial tcp ${address}: connect: connection refused`
    if (!open.includes(tried)) return { probe, message: `${word} probe failed: ${isHttp ? `Get "http://${address}${path}": ` : ''}${refused}` }
    if (isHttp && tried === http && path.startsWith('/-/') && !PATHS.includes(path)) return { probe, message: `${word} probe failed: HTTP probe failed with statuscode: 404` }
  }
  return undefined
}

/** The port that a probe means: a number, or the name of one of the container's. A name that it does not have is not judged. */
function numberOf(container: JsonObject, port: ReturnType<typeof valueAt>): number | undefined {
  if (typeof port === 'number') return port
  return numberAt(itemsAt(container, 'ports').find(({ name }) => typeof port === 'string' && name === port), 'containerPort')
}

function words(container: JsonObject, field: 'command' | 'args'): string[] {
  const found = valueAt(container, field)
  return Array.isArray(found) ? found.map(String) : []
}
