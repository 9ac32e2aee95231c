// Knows the images that the lab can run: which of its own builds stands for which name and tag.
import type { BuildOptions, ThanosRelease } from './build.ts'
import { buildPrometheus, buildThanos } from './build.ts'
import type { Images } from './node/images.ts'

/** Old Go runtimes in Thanos' dependencies refuse a newer Go unless they are told that the risk is known. */
const THANOS_ENV = { ASSUME_NO_MOVING_GC_UNSAFE_RISK_IT_WITH: 'go1.26' }
const PROMETHEUS_ARGS = ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus']

/** Builds what is missing and gives the table for startLab: "thanos:v0.42.4" of any registry, and "prometheus:v3.9.1". */
export async function labImages(releases: readonly ThanosRelease[], options: BuildOptions): Promise<Images> {
  const images: Images = {}
  for (const release of releases) images[`thanos:v${release}`] = { binary: await buildThanos(release, options), at: '/bin/thanos', env: THANOS_ENV }
  images['prometheus:v3.9.1'] = { binary: (await buildPrometheus(options)).prometheus, at: '/bin/prometheus', args: PROMETHEUS_ARGS }
  return images
}
