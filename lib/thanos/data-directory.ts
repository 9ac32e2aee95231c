// Where a workload keeps what must outlive a restart: the directory that its flag names, or else the one that Thanos takes.
import { expandVariables, containerOf } from './pod.ts'
import { flagValue } from './read-args.ts'
import type { Workload } from './spec.ts'

/** The flag and its default, by kind. Source: cmd/thanos/receive.go, rule.go, compact.go. */
const DATA_FLAGS: Readonly<Record<string, { readonly flag: string; readonly usual: string }>> = {
  receive: { flag: 'tsdb.path', usual: './data' }, rule: { flag: 'data-dir', usual: 'data/' }, compact: { flag: 'data-dir', usual: './data' },
}

/**
 * The directory as an absolute path. A relative one lies below the container's workingDir, and below the image's, which is /, where
 * there is none. Undefined for other kinds, and where a variable or a step upwards leaves it open.
 */
export function dataDirectory(workload: Workload): { readonly flag: string; readonly path: string } | undefined {
  const known = DATA_FLAGS[workload.kind]
  if (known === undefined) return undefined
  const written = expandVariables(workload, flagValue(workload.args, known.flag) ?? known.usual)
  const { workingDir } = containerOf(workload)
  const whole = written.startsWith('/') ? written : `${typeof workingDir === 'string' ? workingDir : ''}/${written}`
  const parts = whole.split('/').filter((part) => part !== '' && part !== '.')
  if (whole.includes('$') || parts.includes('..')) return undefined
  return { flag: known.flag, path: `/${parts.join('/')}` }
}
