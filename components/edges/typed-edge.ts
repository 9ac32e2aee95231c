// An edge as somebody types it: text field by field, read into a declaration, with what is wrong where it is. Pure.
import { parseCount, typedCount } from '#components/presets/typed-load.ts'
import { saidText } from '#lib/said.ts'
import { text, type Text } from '#lib/text.ts'
import { DeclaredEdge } from '#lib/thanos/declared-edge.ts'
import { labelNotice, labelProblem, tenantProblem } from '#lib/thanos/live/edges.ts'
import type { SeenEdge } from '#lib/thanos/live/observation.ts'
import { labelText } from '#lib/thanos/live/readings.ts'
import { DEFAULT_TENANT } from '#lib/thanos/receive/default-tenant.ts'

export const EDGE_FIELDS = ['name', 'labels', 'tenant', 'rate'] as const
export type EdgeField = (typeof EDGE_FIELDS)[number]
export type TypedEdge = Readonly<Record<EdgeField, string>> & { readonly kind: DeclaredEdge['kind'] }

export const NO_EDGE: TypedEdge = { name: '', kind: 'prometheus', labels: '', tenant: '', rate: '' }

/** A declaration as one would type it. */
export function typedEdge({ name, kind, labels, tenant = '', samplesPerS }: DeclaredEdge): TypedEdge {
  return { name, kind, labels: labelText(labels).slice(1, -1), tenant, rate: samplesPerS === 0 ? '' : typedRate(samplesPerS) }
}

/** Short where nothing is lost by it. */
function typedRate(samplesPerS: number): string {
  const short = typedCount(samplesPerS)
  return parseCount(short) === samplesPerS ? short : String(samplesPerS)
}

/** The declaration, absent while a field is faulty. `others` are the edges that are declared beside it: neither name nor labels may be theirs; `untold` is the tenant of a write without one. `notice` says where labels are under which one of `seen` writes already. */
export function readEdge(typed: TypedEdge, others: readonly DeclaredEdge[], { untold = DEFAULT_TENANT, seen = [] }: { untold?: string; seen?: readonly SeenEdge[] } = {}): { edge?: DeclaredEdge; notice?: Text; faults: Partial<Record<EdgeField, Text>> } {
  const [name, tenant] = [typed.name.trim(), typed.tenant.trim()]
  const labels = readLabels(typed.labels)
  const samplesPerS = typed.rate.trim() === '' ? 0 : parseCount(typed.rate)
  const [nameFault, tenantFault] = [nameProblem(name, others), tenant === '' ? undefined : tenantProblem(tenant)]
  const labelsFault = 'fault' in labels ? labels.fault : labelProblem({ name, labels: labels.labels, ...(tenant === '' ? {} : { tenant }) }, others, untold)
  const faults = {
    ...(nameFault === undefined ? {} : { name: nameFault }), ...(labelsFault === undefined ? {} : { labels: labelsFault }), ...(tenantFault === undefined ? {} : { tenant: tenantFault }),
    ...(samplesPerS === undefined ? { rate: text('A number such as 26000 or 26k.', '26000이나 26k 같은 수를 입력하세요.') } : {}),
  }
  const notice = 'fault' in labels || Object.keys(labels.labels).length === 0 ? undefined : labelNotice({ name, labels: labels.labels, ...(tenant === '' ? {} : { tenant }) }, { others, seen, tenant: untold })
  const told = { faults, ...(notice === undefined ? {} : { notice }) }
  if ('fault' in labels || samplesPerS === undefined || Object.keys(faults).length > 0) return told
  return { edge: { name, kind: typed.kind, labels: labels.labels, ...(tenant === '' ? {} : { tenant }), samplesPerS }, ...told }
}

function nameProblem(name: string, others: readonly DeclaredEdge[]): Text | undefined {
  if (others.some((other) => other.name === name)) return text(`${name} is declared already.`, `${name}은(는) 이미 등록되어 있습니다.`)
  const issue = DeclaredEdge.shape.name.safeParse(name).error?.issues[0]
  return issue === undefined ? undefined : saidText(issue.message)
}

const PAIR = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s",{}]+)\s*(?:,|\s|$)\s*/y

/** Labels as Prometheus or a configuration writes them: cluster="tokyo-3", region=jp, or one a line, with or without braces. */
export function readLabels(typed: string): { labels: Record<string, string> } | { fault: Text } {
  const pairs = typed.trim().replace(/^\{(.*)\}$/s, '$1').trim()
  const labels: Record<string, string> = {}
  PAIR.lastIndex = 0
  while (PAIR.lastIndex < pairs.length) {
    const rest = pairs.slice(PAIR.lastIndex)
    const [, name, written] = PAIR.exec(pairs) ?? []
    const value = written === undefined ? undefined : plainValue(written)
    if (name === undefined || value === undefined || value === '') return { fault: text(`Not a label: ${rest}. Write cluster="tokyo-3".`, `라벨이 아닙니다: ${rest}. cluster="tokyo-3"처럼 입력하세요.`) }
    if (Object.hasOwn(labels, name)) return { fault: text(`${name} is there twice.`, `${name}이(가) 두 번 있습니다.`) }
    // A label may be called __proto__.
    Object.defineProperty(labels, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return { labels }
}

function plainValue(written: string): string | undefined {
  if (!written.startsWith('"')) return written
  try {
    return String(JSON.parse(written))
  } catch {
    // An escape that is none.
    return undefined
  }
}
