// The Alertmanagers that rulers are given by a file or as YAML on the command line. Apart from alertmanager-address.ts, since pages do without the weight of YAML.
import { parse } from 'yaml'
import { z } from 'zod'
import { flagValue, flagValues } from '../read-args.ts'
import { fileAt } from '../files.ts'
import { workloads, type StackSpec, type Workload } from '../spec.ts'
import { alertmanagerBase } from './alertmanager-address.ts'

// Only the addresses are read: the rest of the file may hold credentials. Source: pkg/alert/config.go.
const Config = z.object({
  alertmanagers: z.array(z.object({ scheme: z.string().nullish(), path_prefix: z.string().nullish(), static_configs: z.array(z.string()).nullish() })).nullish(),
})

/** Base addresses of all rulers of a spec, each once, by any of the three ways to give them, with the namespace that the ruler names. [] where none is an address. */
export function configuredAlertmanagers(spec: StackSpec): { address: string; namespace?: string }[] {
  const all = workloads(spec).filter(({ kind }) => kind === 'rule').flatMap((workload) => [...flagValues(workload.args, 'alertmanagers.url'), ...inFile(spec, workload)].flatMap((written) => {
    const address = alertmanagerBase(written)
    return address === undefined ? [] : [{ address, ...(workload.namespace === undefined ? {} : { namespace: workload.namespace }) }]
  }))
  return all.filter(({ address }, index) => all.findIndex((other) => other.address === address) === index)
}

function inFile(spec: StackSpec, workload: Workload): string[] {
  const path = flagValue(workload.args, 'alertmanagers.config-file')
  const file = path === undefined ? undefined : fileAt(spec, workload, path)
  const text = flagValue(workload.args, 'alertmanagers.config') ?? (file?.status === 'file' ? file.text : undefined)
  if (text === undefined) return []
  const read = Config.safeParse(parsed(text))
  return (read.data?.alertmanagers ?? []).flatMap(({ scheme, path_prefix: prefix, static_configs: addresses }) => (
    (addresses ?? []).flatMap((address) => (/^dnssrv/.test(address) ? [] : [`${scheme ?? 'http'}://${address.replace(/^dns\+/, '')}/${(prefix ?? '').replace(/^\/+/, '')}`]))
  ))
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' })
  } catch {
    // What no YAML is, the checks of the spec tell of.
    return undefined
  }
}
