// Thanos releases: which ones the catalogue knows, which one an image runs, and which of two comes first.

/** The minor releases whose documentation the catalogue was made from, oldest first. */
export const RELEASES = [
  'v0.31', 'v0.32', 'v0.33', 'v0.34', 'v0.35', 'v0.36', 'v0.37', 'v0.38', 'v0.39', 'v0.40', 'v0.41', 'v0.42',
] as const
export type Release = (typeof RELEASES)[number]

export const NEWEST: Release = 'v0.42'

/**
 * The minor release of an image or a tag: "quay.io/thanos/thanos:v0.31.0", "docker.io/bitnami/thanos:0.39.2-debian-12-r1@sha256:…"
 * and "0.42" give "v0.31", "v0.39" and "v0.42". Undefined when no version can be read ("latest", a digest alone).
 * A release that the catalogue does not know, older or newer, is given as it is ("v0.43").
 */
export function releaseOf(imageOrTag: string): string | undefined {
  const withoutDigest = imageOrTag.trim().replace(/@.*$/, '')
  const last = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1)
  const tag = last.includes(':') ? last.slice(last.lastIndexOf(':') + 1) : withoutDigest
  const match = /^v?(\d+)\.(\d+)(?:\.\d+)?(?:[-+_.].*)?$/.exec(tag)
  return match ? `v${match[1]}.${match[2]}` : undefined
}

type Version = readonly [major: number, minor: number, patch: number]

/** "v0.38", "0.38" and "0.35.1" as numbers. A minor release stands for its last patch, as the catalogue does. */
function versionOf(release: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(release)
  return match ? [Number(match[1]), Number(match[2]), match[3] === undefined ? Infinity : Number(match[3])] : undefined
}

/**
 * Whether `release` ("v0.38", or "v0.35.0" where the patch matters) is at least `first` ("0.38", "0.35.1").
 * A release that can't be read counts as the newest.
 */
export function isAtLeast(release: string, first: string): boolean {
  const a = versionOf(release) ?? versionOf(NEWEST)
  const b = versionOf(first)
  if (!a || !b) return false
  const exact = /^v?\d+\.\d+\.\d+/.test(first)
  const need: Version = exact ? b : [b[0], b[1], 0]
  if (a[0] !== need[0]) return a[0] > need[0]
  if (a[1] !== need[1]) return a[1] > need[1]
  return a[2] >= need[2]
}
