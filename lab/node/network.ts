// Knows the lab's private network: a bridge, the addresses of Services on it, and one network namespace for each pod.
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { runTool, tool } from './tools.ts'

/** Of every node: one agent speaks for all of them. */
export const NODE_ADDRESS = '10.244.0.1'
export const DNS_ADDRESS = '10.96.0.10'
const SERVICE_RANGE = '10.96.0.0/16'

/** Brings up the bridge, and makes every address of a Service one of this namespace, so that a proxy can listen on it. */
export async function openNetwork(): Promise<void> {
  await runTool('ip', ['link', 'set', 'lo', 'up'])
  await runTool('ip', ['link', 'add', 'br0', 'type', 'bridge'])
  await runTool('ip', ['addr', 'add', `${NODE_ADDRESS}/16`, 'dev', 'br0'])
  await runTool('ip', ['link', 'set', 'br0', 'up'])
  await runTool('ip', ['route', 'add', 'local', SERVICE_RANGE, 'dev', 'lo'])
}

export type PodNetwork = {
  readonly address: string
  /** Of the paused process whose network and host name the pod's containers share. */
  readonly pid: number
  /** Takes the pod off the network, or puts it back. */
  readonly setConnected: (isConnected: boolean) => Promise<void>
  readonly close: () => Promise<void>
}

let count = 0

/** A network namespace with an address of its own, a way to all pods and Services, and nothing else. */
export async function openPodNetwork(hostname: string): Promise<PodNetwork> {
  const index = count
  count += 1
  const address = `10.244.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`
  const link = `v${index}`
  const ip = tool('ip')
  // The agent starts one program for it, not one for each step: after each start the pages of its own memory are copied as it writes to them.
  // Process 1 is in the network of the node. Whoever reads "paused" knows that the network is there.
  const script = `set -e
${tool('hostname')} "$1"
${ip} -batch - <<'END_OF_NETWORK'
link set lo up
link add eth0 type veth peer name ${link} netns 1
addr add ${address}/16 dev eth0
link set eth0 up
route add default via ${NODE_ADDRESS}
END_OF_NETWORK
${tool('nsenter')} -t 1 -n ${ip} link set ${link} master br0 up
echo paused
exec sleep infinity`
  const paused = spawn(tool('unshare'), ['--net', '--uts', '--', tool('sh'), '-c', script, 'sh', hostname], { stdio: ['ignore', 'pipe', 'pipe'] })
  await readyOf(paused)
  const pid = paused.pid ?? 0
  return {
    address,
    pid,
    async setConnected(isConnected) { await runTool('ip', ['link', 'set', link, isConnected ? 'up' : 'down']) },
    async close() {
      const ended = once(paused, 'exit')
      if (paused.exitCode === null && paused.signalCode === null && paused.kill('SIGKILL')) await ended
    },
  }
}

/** Waits until it says that it is paused. Throws an Error with its last words when it ends instead. */
async function readyOf(paused: ChildProcessByStdio<null, Readable, Readable>): Promise<void> {
  let said = ''
  paused.stderr.setEncoding('utf8').on('data', (part: string) => { said += part })
  const ended = once(paused, 'close').then(() => { throw new Error(`a pod's network: ${said.trim()}`) })
  await Promise.race([once(paused.stdout, 'data'), ended])
  ended.catch(() => {})
}
