// Where an alert is silenced: the Alertmanagers that a ruler is given, and the address of a new silence there.
import { parse } from 'yaml'
import { z } from 'zod'
import { flagValue } from '../args.ts'
import { fileAt } from '../files.ts'
import type { StackSpec, Workload } from '../spec.ts'
import type { SeenPod } from './observation.ts'
import { flagOfPod, type Look, workloadOf } from './readings.ts'

// Only the addresses are read: the rest of the file may hold credentials. Source: pkg/alert/config.go.
const Config = z.object({
  alertmanagers: z.array(z.object({ scheme: z.string().nullish(), path_prefix: z.string().nullish(), static_configs: z.array(z.string()).nullish() })).nullish(),
})

/** Base addresses, as a browser would open them, of the Alertmanagers of a ruler. [] where its flags name none that is an address. */
export function alertmanagersOf(look: Look, pod: SeenPod): string[] {
  const workload = workloadOf(look.spec, pod.object)
  const urls = flagOfPod(look, pod, 'alertmanagers.url')
  return [...new Set([...urls, ...(workload === undefined ? [] : configured(look.spec, workload))].flatMap((written) => baseOf(written) ?? []))]
}

/** The page of Alertmanager for a new silence that matches these labels exactly. */
export function silenceLink(base: string, labels: Readonly<Record<string, string>>): string {
  const matchers = Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b)).map(([name, value]) => `${/^[a-zA-Z_]\w*$/.test(name) ? name : quoted(name)}=${quoted(value)}`)
  return `${base}/#/silences/new?filter=${encodeURIComponent(`{${matchers.join(',')}}`)}`
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

/** dnssrv+ names a record and not a host, so there is nothing to open. Credentials in an address stay where they are. */
function baseOf(written: string): string | undefined {
  const plain = written.replace(/^dns\+/, '')
  if (!URL.canParse(plain) || plain.includes('$(')) return undefined
  const url = new URL(plain)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function configured(spec: StackSpec, workload: Workload): string[] {
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
