// Knows the node objects of the lab: names, zones, addresses, and what they say of their health.
import { freemem, totalmem } from 'node:os'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { KUBERNETES } from '../build.ts'
import type { JsonObject } from '#lib/manifest/types.ts'
import { NODE_ADDRESS } from './network.ts'

export const KUBELET_PORT = 10_250
const ZONES = ['a', 'b', 'c']

/** What a kubelet may report; each keeps new pods away by a taint. */
export const Pressure = z.enum(['MemoryPressure', 'DiskPressure', 'PIDPressure'])
export type Pressure = z.infer<typeof Pressure>
const TAINTS: Record<Pressure, string> = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure', DiskPressure: 'node.kubernetes.io/disk-pressure', PIDPressure: 'node.kubernetes.io/pid-pressure',
}

export type Nodes = {
  readonly names: readonly string[]
  /** A node that takes new pods, each in turn; undefined when none does. */
  readonly choose: () => string | undefined
  /** Why none does, in the scheduler's words. */
  readonly refusal: () => string
  readonly setPressure: (node: string, pressure: Pressure, isUnder: boolean) => Promise<void>
}

/** Creates `count` nodes, spread over the zones a, b and c. One agent speaks for all of them, so they share an address. */
export async function createNodes(api: Api, count: number): Promise<Nodes> {
  const names = Array.from({ length: count }, (_, index) => `lab-node-${index + 1}`)
  const pressures = new Map<string, Set<Pressure>>(names.map((name) => [name, new Set()]))
  const since = new Map<string, string>()
  let turn = 0
  const write = async (name: string): Promise<void> => {
    const under = pressures.get(name) ?? new Set()
    const taints = [...under].map((pressure) => ({ key: TAINTS[pressure], effect: 'NoSchedule' }))
    await api.must('PATCH', `/api/v1/nodes/${name}`, { spec: { taints } }, 'application/merge-patch+json')
    await api.must('PATCH', `/api/v1/nodes/${name}/status`, { status: nodeStatus(under, (type, status) => {
      const key = `${name} ${type} ${status}`
      const at = since.get(key) ?? new Date().toISOString()
      since.set(key, at)
      since.delete(`${name} ${type} ${status === 'True' ? 'False' : 'True'}`)
      return at
    }) }, 'application/merge-patch+json')
  }
  for (const [index, name] of names.entries()) {
    await api.must('POST', '/api/v1/nodes', {
      apiVersion: 'v1', kind: 'Node',
      metadata: { name, labels: {
        'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': process.arch === 'x64' ? 'amd64' : process.arch,
        'topology.kubernetes.io/region': 'lab', 'topology.kubernetes.io/zone': ZONES[index % ZONES.length] ?? '',
      } },
    })
    await write(name)
  }
  const open = (): string[] => names.filter((name) => pressures.get(name)?.size === 0)
  return {
    names,
    choose() {
      const nodes = open()
      turn += 1
      return nodes[turn % nodes.length]
    },
    refusal() {
      const taints = new Set([...pressures.values()].flatMap((under) => [...under].map((pressure) => TAINTS[pressure])))
      return `0/${count} nodes are available: ${count} node(s) had untolerated taint(s): ${[...taints].join(', ')}.`
    },
    async setPressure(node, pressure, isUnder) {
      const under = pressures.get(node)
      if (!under) throw new Error(`the lab has no node ${node}; it has ${names.join(', ')}`)
      if (isUnder) under.add(pressure)
      else under.delete(pressure)
      await write(node)
    },
  }
}

function nodeStatus(under: ReadonlySet<Pressure>, since: (type: string, status: string) => string): JsonObject {
  const capacity = { 'cpu': '64', 'memory': `${Math.floor(totalmem() / 1024)}Ki`, 'pods': '1000', 'ephemeral-storage': '100Gi' }
  const now = new Date().toISOString()
  const condition = (type: string, isTrue: boolean, [reason, message]: [string, string]): JsonObject => {
    const status = isTrue ? 'True' : 'False'
    return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime: since(type, status) }
  }
  return {
    capacity, allocatable: { ...capacity, memory: `${Math.floor(freemem() / 1024)}Ki` },
    addresses: [{ type: 'InternalIP', address: NODE_ADDRESS }], daemonEndpoints: { kubeletEndpoint: { Port: KUBELET_PORT } },
    nodeInfo: {
      kubeletVersion: `v${KUBERNETES}`, containerRuntimeVersion: 'lab://1', operatingSystem: 'linux', architecture: 'amd64', osImage: 'Gauntlet lab',
      machineID: '', systemUUID: '', bootID: '', kernelVersion: '', kubeProxyVersion: '',
    },
    conditions: [
      condition('MemoryPressure', under.has('MemoryPressure'), under.has('MemoryPressure') ? ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'] : ['KubeletHasSufficientMemory', 'kubelet has sufficient memory available']),
      condition('DiskPressure', under.has('DiskPressure'), under.has('DiskPressure') ? ['KubeletHasDiskPressure', 'kubelet has disk pressure'] : ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure']),
      condition('PIDPressure', under.has('PIDPressure'), under.has('PIDPressure') ? ['KubeletHasInsufficientPID', 'kubelet has insufficient PID available'] : ['KubeletHasSufficientPID', 'kubelet has sufficient PID available']),
      condition('Ready', true, ['KubeletReady', 'the lab\'s agent speaks for this node']),
    ],
  }
}
