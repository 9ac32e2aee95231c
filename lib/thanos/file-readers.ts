// Which ConfigMap files a workload reads, and whether it takes in a new text while it runs or only at its start.
import { mapsAt, stringAt } from '../manifest/fields.ts'
import { flagValue, flagValues } from './read-args.ts'
import { flagsOf } from './catalogue.ts'
import { parseDurationMs } from './duration.ts'
import { fileAt, filesMatching, type MountedFile } from './files.ts'
import { sameNamespace } from './pod.ts'
import { remembered } from './remember.ts'
import { isManaged, renderObject } from './render.ts'
import type { ConfigFiles, StackSpec, Workload } from './spec.ts'
import { workloads } from './spec.ts'

/**
 * `watch`: a change of the file is seen at once, and a ticker looks as well; `poll`: a ticker looks; `told`: read when somebody asks
 * (POST /-/reload, SIGHUP); `start`: read once, so that only a restart shows a change.
 */
export type Reading = 'watch' | 'poll' | 'told' | 'start'

/** `flag` names the file; a variable of the environment has none. `everyMs` is how long until a ticker has looked. */
export type FileRead = { readonly workload: Workload; readonly config: ConfigFiles; readonly key: string; readonly how: Reading; readonly flag?: string; readonly everyMs?: number }

/**
 * Files that Thanos takes in while it runs; it reads every other one at its start only (object storage, relabelling, tracing, caches, query and
 * Alertmanager configuration). Source: cmd/thanos/{receive,query,rule}.go, pkg/receive/{config,limiter}.go.
 */
const LIVE: Readonly<Record<string, { how: Exclude<Reading, 'start'>; interval?: { flag: string; default: string } }>> = {
  'receive.hashrings-file': { how: 'watch', interval: { flag: 'receive.hashrings-file-refresh-interval', default: '5m' } },
  'receive.limits-config-file': { how: 'poll' },
  'endpoint.sd-config-file': { how: 'poll', interval: { flag: 'endpoint.sd-config-reload-interval', default: '5m' } },
  'store.sd-files': { how: 'watch', interval: { flag: 'store.sd-interval', default: '5m' } },
  'query.sd-files': { how: 'watch', interval: { flag: 'query.sd-interval', default: '5m' } },
  'rule-file': { how: 'told' },
}
const GLOBS: ReadonlySet<string> = new Set(['rule-file', 'store.sd-files', 'query.sd-files'])

/** Every file of a ConfigMap of the spec that a managed workload is known to read. A file that no flag or variable names is nobody's that is known. */
export const fileReads: (spec: StackSpec) => readonly FileRead[] = remembered((spec) => workloads(spec).filter(isManaged).flatMap((workload) => [
  ...Object.keys(flagsOf(workload.kind)).flatMap((flag) => named(spec, workload, flag)),
  ...fromEnvironment(spec, workload),
]))

/** The files that one flag of a workload names; [] where the flag names none. */
export function readsByFlag(spec: StackSpec, workload: Workload, flag: string): FileRead[] {
  return isManaged(workload) ? named(spec, workload, flag) : []
}

/** What a workload reads only at its start, as one text that differs when one of these files does; "" when it reads none. */
export function startText(spec: StackSpec, workload: Workload): string {
  const reads = fileReads(spec).filter((read) => read.workload === workload && read.how === 'start')
  return [...new Set(reads.map(({ config, key }) => JSON.stringify([config.name, key, config.files[key] ?? ''])))].toSorted().join('\n')
}

function named(spec: StackSpec, workload: Workload, flag: string): FileRead[] {
  const values = flagValues(workload.args, flag)
  if (values.length === 0 || (!flag.endsWith('-file') && !GLOBS.has(flag))) return []
  const files = GLOBS.has(flag) ? values.flatMap((glob) => filesMatching(spec, workload, glob)) : values.flatMap((path): MountedFile[] => {
    const found = fileAt(spec, workload, path)
    return found.status === 'file' ? [found] : []
  })
  const live = LIVE[flag]
  return files.flatMap(({ object, key, isSubPath }): FileRead[] => {
    if (object.type !== 'config') return []
    // The kubelet copies a file that is mounted by subPath once, and never again.
    if (live === undefined || isSubPath) return [{ workload, config: object, key, how: 'start', flag }]
    const everyMs = live.interval && parseDurationMs(flagValue(workload.args, live.interval.flag) ?? live.interval.default)
    return [{ workload, config: object, key, how: live.how, flag, ...(everyMs === undefined ? {} : { everyMs }) }]
  })
}

/** Variables are set when a container starts, those of neighbours and of init containers too. */
function fromEnvironment(spec: StackSpec, workload: Workload): FileRead[] {
  const pod = ['spec', 'template', 'spec']
  const rendered = renderObject(workload)
  const containers = [...mapsAt(rendered, ...pod, 'containers'), ...mapsAt(rendered, ...pod, 'initContainers')]
  const configOf = (name: string | undefined): ConfigFiles | undefined => spec.objects.find((object): object is ConfigFiles => object.type === 'config' && object.name === name && sameNamespace(object, workload))
  return containers.flatMap((container) => [
    ...mapsAt(container, 'env').flatMap((entry): FileRead[] => {
      const config = configOf(stringAt(entry, 'valueFrom', 'configMapKeyRef', 'name'))
      const key = stringAt(entry, 'valueFrom', 'configMapKeyRef', 'key')
      return config && key !== undefined ? [{ workload, config, key, how: 'start' }] : []
    }),
    ...mapsAt(container, 'envFrom').flatMap((entry): FileRead[] => {
      const config = configOf(stringAt(entry, 'configMapRef', 'name'))
      return config ? Object.keys(config.files).map((key) => ({ workload, config, key, how: 'start' as const })) : []
    }),
  ])
}
