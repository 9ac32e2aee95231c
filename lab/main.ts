// Starts the whole lab for a person: `npm run lab [namespace]`, with nodes that run Thanos and Prometheus, and S3; Ctrl-C ends it.
import { randomBytes } from 'node:crypto'
import { buildS3 } from './build.ts'
import { labImages } from './images.ts'
import { startLab } from './lab.ts'
import { grantNamespace } from './rbac.ts'
import { runFolder } from './run-folder.ts'

const namespace = process.argv[2] ?? 'monitoring'
const BUCKET = 'thanos'
const interrupted = new Promise<undefined>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { resolve(undefined) })
})

try {
  const log = console.log
  const s3 = { binary: await buildS3({ log }), buckets: [BUCKET], accessKey: 'lab', secretKey: randomBytes(16).toString('hex') }
  const lab = await startLab({ dir: await runFolder('lab'), log, images: await labImages(['0.42.4'], { log }), s3 })
  await grantNamespace(lab.api, namespace)
  console.log(`contexts admin, gauntlet, viewer:  export KUBECONFIG=${lab.kubeconfig}`)
  console.log(`bucket ${BUCKET} at s3.lab.svc.cluster.local:9000 (insecure), access key ${s3.accessKey}, secret key ${s3.secretKey}`)
  const failure = await Promise.race([interrupted, lab.failed])
  if (failure !== undefined) {
    console.error(failure)
    process.exitCode = 1
  }
  await lab.stop()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
