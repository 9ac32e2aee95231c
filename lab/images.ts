// Knows the images that the lab can run: which of its own builds stands for which name and tag.
import type { BuildOptions, ThanosRelease } from './build.ts'
import { buildPrometheus, buildThanos, PROMETHEUS } from './build.ts'
import { buildDummy } from './dummy.ts'
import type { Image, Images } from './node/images.ts'

/** Old Go runtimes in Thanos' dependencies refuse a newer Go unless they are told that the risk is known. */
const THANOS_ENV = { ASSUME_NO_MOVING_GC_UNSAFE_RISK_IT_WITH: 'go1.26' }
const PROMETHEUS_ARGS = ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus']

/** The image of a release of Thanos, built when it is missing; its name is "thanos:v" and the release. */
export async function thanosImage(release: ThanosRelease, options: BuildOptions): Promise<Image> {
  return { binary: await buildThanos(release, options), at: '/bin/thanos', args: [], env: THANOS_ENV }
}

/** Builds what is missing and gives the table for startLab: "thanos:v0.42.4" of any registry, "prometheus:v3.9.1", and "dummy:v1". */
export async function labImages(releases: readonly ThanosRelease[], options: BuildOptions): Promise<Images> {
  const images: Images = { 'dummy:v1': { binary: await buildDummy(), at: '/bin/dummy' } }
  for (const release of releases) images[`thanos:v${release}`] = await thanosImage(release, options)
  images[`prometheus:v${PROMETHEUS}`] = { binary: (await buildPrometheus(options)).prometheus, at: '/bin/prometheus', args: PROMETHEUS_ARGS }
  return images
}
