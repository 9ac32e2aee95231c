// The Prometheus that a sidecar stands beside in its pod, as far as the manifests tell.
import { parse } from 'yaml'
import { getAt } from '../../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../../manifest/types.ts'
import { containerFileAt, type MountedFile } from '../files.ts'
import { objects } from '../pod.ts'
import type { StackSpec, Workload } from '../spec.ts'

/** `args` are its command and arguments; `config` is there when the file it is given is among the manifests and is YAML. */
export type PrometheusBeside = { args: readonly string[]; file?: MountedFile; config?: JsonObject }

/** Undefined where no container of the pod runs Prometheus. */
export function prometheusBeside(spec: StackSpec, sidecar: Workload): PrometheusBeside | undefined {
  const container = objects(getAt(sidecar.rest, '/spec/template/spec/containers')).find(({ image, name }) => /(^|\/)prometheus(:|@|$)/.test(String(image)) && name !== sidecar.container)
  if (!container) return undefined
  const args = [...strings(container.command), ...strings(container.args)]
  const path = args.find((arg) => arg.startsWith('--config.file='))?.slice('--config.file='.length)
  const file = path === undefined ? undefined : containerFileAt(spec, sidecar, container, path)
  if (file?.status !== 'file') return { args }
  const config = parsed(file.text)
  return { args, file, ...(config === undefined ? {} : { config }) }
}

/** The external labels of its configuration, as written: {} where it has none. */
export function externalLabels(config: JsonObject): JsonObject {
  const labels = getAt(config, '/global/external_labels')
  return isJsonObject(labels) ? labels : {}
}

function parsed(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined
  try {
    const document: unknown = parse(text, { logLevel: 'error' })
    // An empty file is a configuration of defaults.
    return isJsonObject(document) ? document : {}
  } catch {
    return undefined // told by whoever checks the file itself
  }
}

function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
