// How observations name workloads and pods: by kind and name, and with the namespace between where a spec has the same kind and name in several.
import { remembered } from '../remember.ts'
import { type StackSpec, type Workload, workloads } from '../spec.ts'

type Named = { object: string; name: string; namespace?: string | undefined }

/** "StatefulSet/far/thanos-store" of every workload that is not told apart without its namespace. One that has none is of the stack's own. */
export const twiceNamed: (spec: StackSpec) => ReadonlySet<string> = remembered((spec) => {
  const all = workloads(spec)
  const home = homeOf(all)
  return new Set([...Map.groupBy(all, ({ object, name }) => `${object}/${name}`).values()].flatMap((same) => (
    new Set(same.map(({ namespace }) => namespace ?? home)).size < 2 ? [] : same.flatMap((each) => (each.namespace === undefined || each.namespace === home ? [] : [withNamespace(each)]))
  )))
})

/** The namespace of most of its workloads that Gauntlet manages. */
function homeOf(all: readonly Workload[]): string | undefined {
  const groups = Map.groupBy(all.filter(({ managed }) => managed !== false), ({ namespace }) => namespace)
  return [...groups].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]
}

function withNamespace({ object, name, namespace }: Named): string {
  return `${object}/${namespace ?? ''}/${name}`
}

/** "StatefulSet/thanos-store", or "StatefulSet/far/thanos-store" where `twice` has that. Of a live object `namespace` is where it is. */
export function seenName(named: Named, twice: ReadonlySet<string>): string {
  const whole = withNamespace(named)
  return twice.has(whole) ? whole : `${named.object}/${named.name}`
}

/** A workload of a spec as observations name it. */
export function seenObject(spec: StackSpec, workload: Workload): string {
  return seenName(workload, twiceNamed(spec))
}

/** "far/thanos-store-0" is the pod thanos-store-0 in the namespace far. */
export function podName(seen: string): string {
  return seen.slice(seen.lastIndexOf('/') + 1)
}
