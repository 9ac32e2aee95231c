// Knows how the tests of the nodes get their lab: one for all of them, with S3 and the dummy image in it, and back-offs a twentieth of a cluster's.
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildS3 } from '../build.ts'
import { buildDummy } from '../dummy.ts'
import { startLab } from '../lab.ts'
import { runFolder } from '../run-folder.ts'

/** What a test file of the nodes may ask for with `inject('nodes')`. */
export type NodesAccess = { kubeconfig: string; url: string; adminToken: string; ca: string; socket: string }

declare module 'vitest' {
  // Declaration merging is how vitest types `inject`.
  interface ProvidedContext { nodes: NodesAccess }
}

/** Starts the lab; the returned function ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await runFolder('nodes')
  const log = console.error
  const images = { 'dummy:v1': { binary: await buildDummy(), at: '/bin/dummy' } }
  const s3 = { binary: await buildS3({ log }), buckets: ['thanos'], accessKey: 'lab-key', secretKey: 'lab-secret' }
  const startedAt = Date.now()
  const lab = await startLab({ dir, log, timeFactor: 0.05, refreshMs: 200, images, s3 })
  console.error(`nodes ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  let isOver = false
  void lab.failed.then((sentence) => { if (!isOver) console.error(sentence) })
  project.provide('nodes', { kubeconfig: lab.kubeconfig, url: lab.url, adminToken: lab.adminToken, ca: lab.ca, socket: join(dir, 'lab.sock') })
  return async () => {
    isOver = true
    const said = (await lab.logs()).trim()
    if (said !== '') console.error(`the inside of the lab said:\n${said}`)
    await lab.stop()
  }
}
