// Whom rulers and query-frontends ask as they run: an arrow of the map is what is, the spec only says what is meant.
import { flagValues } from '../read-args.ts'
import { type Workload, workloads } from '../spec.ts'
import { asEachRuns } from './as-it-runs.ts'
import { askedBy } from './desired.ts'
import { type Look, splitTold } from './readings.ts'
import { seenObject } from './seen-object.ts'

/** The flag that names the queriers. Source: cmd/thanos/rule.go, cmd/thanos/query_frontend.go. */
const ASKING: Partial<Record<Workload['kind'], string>> = { 'rule': 'query', 'query-frontend': 'query-frontend.downstream-url' }

/** By observed object, the objects that its pods ask, any of them; nothing of one of which no pod told, or that runs without that flag. */
export function askedAsTheyRun(look: Look): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(workloads(look.spec).flatMap((written): [string, ReadonlySet<string>][] => {
    const flag = ASKING[written.kind]
    if (flag === undefined) return []
    const told = new Set(asEachRuns(look, written).flatMap(({ args }) => flagValues(args, flag)).flatMap(splitTold))
    if (told.size === 0) return []
    const args = [...told].map((value): Workload['args'][number] => ({ style: 'equals', flag, value }))
    return [[seenObject(look.spec, written), new Set(askedBy(look.spec, { ...written, args }).asks)]]
  }))
}
