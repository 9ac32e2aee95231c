// Knows how the tests of an installation get their lab: one for all of them, with S3 and each image that they name, and Gauntlet's settings for it.
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildS3, NEWEST_THANOS } from '../build.ts'
import { labImages } from '../images.ts'
import { startLab } from '../lab.ts'
import { runFolder } from '../run-folder.ts'

/** The namespaces of the test files, and a bucket of each name: two compactors of one bucket would work on each other's blocks. */
export const NAMESPACES = ['monitoring', 'printed', 'crash', 'calm', 'problems'] as const
export type InstalledNamespace = (typeof NAMESPACES)[number]

/** What a test file of an installation may ask for with `inject('installed')`. `dir` is the lab's data folder, in which the bucket's objects lie as files. */
export type InstalledAccess = { kubeconfig: string; url: string; adminToken: string; ca: string; dir: string; socket: string; accessKey: string; secretKey: string }

declare module 'vitest' {
  // Declaration merging is how vitest types `inject`.
  interface ProvidedContext { installed: InstalledAccess }
}

/** Starts the lab; the returned function ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await runFolder('installed')
  const log = console.error
  const keys = { accessKey: 'lab-key', secretKey: 'lab-secret' }
  const s3 = { binary: await buildS3({ log }), buckets: [...NAMESPACES], ...keys }
  const startedAt = Date.now()
  const lab = await startLab({ dir, log, timeFactor: 0.2, refreshMs: 200, images: await labImages([NEWEST_THANOS], { log }), s3 })
  console.error(`the lab for installations is ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  let isOver = false
  void lab.failed.then((sentence) => { if (!isOver) console.error(sentence) })
  // What a server would be started with. A file of a ConfigMap is with its pods in a fifth of a second here.
  Object.assign(process.env, { KUBECONFIG: lab.kubeconfig, GAUNTLET_GATE_POLL_MS: '500', GAUNTLET_GATE_STABLE_MS: '3000', GAUNTLET_GATE_REFRESH_MS: '10000', GAUNTLET_LIVE_POLL_MS: '2000' })
  project.provide('installed', { kubeconfig: lab.kubeconfig, url: lab.url, adminToken: lab.adminToken, ca: lab.ca, dir, socket: join(dir, 'lab.sock'), ...keys })
  return async () => {
    isOver = true
    const said = (await lab.logs()).trim()
    if (said !== '') console.error(`the inside of the lab said:\n${said}`)
    await lab.stop()
  }
}
