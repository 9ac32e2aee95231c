// The place under which the YAML of an object is held while it is typed.

/** Where the text of an object's YAML is held. */
export function yamlKey(stackId: string, id: string): string {
  return `${stackId} ${id}`
}
