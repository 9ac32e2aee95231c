// Patterns of tenants in a hashring file, as Go's filepath.Match reads them. Source: pkg/receive/hashring.go, Go path/filepath.

/** The pattern as an expression; undefined when Go refuses it: a bracket that is not closed or is empty, a backslash at the end. */
export function tenantGlob(pattern: string): RegExp | undefined {
  const read = [...pattern.matchAll(PARTS)]
  if (read.map(([part]) => part).join('') !== pattern) return undefined
  const parts = read.map((match) => {
    const { many, one, set, escaped, plain } = match.groups ?? {}
    if (many !== undefined) return '[^/]*'
    if (one !== undefined) return '[^/]'
    if (set !== undefined) return setOf(set)
    return literal(escaped ?? plain ?? '')
  })
  try {
    return new RegExp(`^${parts.join('')}$`, 'su')
  } catch {
    // A range from a later letter to an earlier one fits nothing.
    return /^(?!)/
  }
}

/** Whether a tenant fits a ring's list. A bad pattern fits nothing. */
export function takesTenant(ring: { readonly tenants?: readonly string[] | null | undefined; readonly tenant_matcher_type?: string | undefined }, tenant: string): boolean {
  const listed = ring.tenants ?? []
  if (listed.length === 0) return true
  return listed.some((written) => (ring.tenant_matcher_type === 'glob' ? tenantGlob(written)?.test(tenant) === true : written === tenant))
}

const PARTS = /(?<many>\*)|(?<one>\?)|\[(?<set>\^?(?:(?:\\.|[^\]\\-])(?:-(?:\\.|[^\]\\-]))?)+)\]|\\(?<escaped>[\s\S])|(?<plain>[^*?[\\])/guy

function setOf(written: string): string {
  const isNot = written.startsWith('^')
  const ranges = written.slice(isNot ? 1 : 0).replaceAll(/\\(.)|([^\\-])/gsu, (_, escaped: string | undefined, plain: string | undefined) => literal(escaped ?? plain ?? ''))
  return `[${isNot ? '^' : ''}${ranges}]`
}

function literal(character: string): string {
  if (character === '-') return '\\x2d'
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}
