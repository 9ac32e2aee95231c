// Which hashring files a spec has, who reads them, and what a replication factor is worth. Pure.
import { hashringFileOf } from '#lib/thanos/files.ts'
import { expectedEndpoints, quorum, replicationFactor } from '#lib/thanos/hashring.ts'
import { specObjectId, type StackSpec, type Workload, workloads } from '#lib/thanos/spec.ts'

/** One hashring file: a key of a ConfigMap, and the receivers that read it. */
export type RingFile = { readonly object: string; readonly key: string; readonly text: string; readonly readers: readonly Workload[] }

/** The receivers of a spec. */
export function receiversOf(spec: StackSpec): Workload[] {
  return workloads(spec).filter(({ kind, object }) => kind === 'receive' && object !== 'Fragment')
}

/** Every hashring file that a receiver reads out of a ConfigMap. */
export function ringFilesOf(spec: StackSpec): RingFile[] {
  const files = new Map<string, RingFile>()
  for (const reader of receiversOf(spec)) {
    const found = hashringFileOf(spec, reader)
    if (found?.text === undefined) continue
    const object = specObjectId(found.object)
    const id = `${object} ${found.key}`
    files.set(id, { object, key: found.key, text: found.text, readers: [...files.get(id)?.readers ?? [], reader] })
  }
  return [...files.values()]
}

/** The names that a receiver's pods are found by in DNS, for every StatefulSet that ingests; [] when none has a headless Service. */
export function podAddresses(spec: StackSpec): { workload: Workload; addresses: string[] }[] {
  return receiversOf(spec).flatMap((workload) => {
    const addresses = expectedEndpoints(spec, workload) ?? []
    return addresses.length === 0 ? [] : [{ workload, addresses }]
  })
}

export type Availability = {
  readonly factor: number
  readonly quorum: number
  /** Endpoints of a ring that may be down at once while every write is still accepted. */
  readonly tolerates: number
  /** By number of endpoints down, from one: whether writes are accepted. */
  readonly down: readonly { count: number; isAccepted: boolean }[]
}

/** What the replication factor of a receiver means for writes. Source: pkg/receive/handler.go, writeQuorum. */
export function availabilityOf(workload: Workload, ringSize: number): Availability {
  const factor = Math.max(1, Math.trunc(replicationFactor(workload)) || 1)
  const need = quorum(factor)
  const tolerates = factor - need
  const rows = Math.min(Math.max(tolerates + 1, 2), Math.max(ringSize, 1))
  return {
    factor, quorum: need, tolerates,
    down: Array.from({ length: rows }, (_, index) => ({ count: index + 1, isAccepted: index + 1 <= tolerates })),
  }
}
