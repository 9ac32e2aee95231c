// Which files are taken for manifests by their names, and in which order they are read.

/** Whether a file below a folder is taken for a manifest: YAML or JSON, not hidden, and not part of an installed package. */
export function isManifestPath(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) && !path.split('/').some((part) => part.startsWith('.') || part === 'node_modules')
}

/** The order in which files are read, whatever the machine. */
export function byName(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
