// What can become of an object between two revisions, in the order in which it is listed. By itself, since the comparison reads and
// writes YAML and the list of what it found does not.

export const OBJECT_CHANGES = ['changed', 'added', 'removed'] as const
export type ObjectChange = (typeof OBJECT_CHANGES)[number]
