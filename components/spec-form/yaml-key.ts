// The place under which YAML is held while it is typed: another person who signs in in the same tab has another one.

/** Where the text of an object's YAML is held, or of one of its fields. */
export function yamlKey({ stackId, personId = '' }: { readonly stackId: string; readonly personId: string | undefined }, id: string, field = ''): string {
  return `${personId} ${stackId} ${id} ${field}`
}
