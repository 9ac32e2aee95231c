// Starts the whole lab for a person: `npm run lab [namespace]`: nodes, S3, three edges that write, Gauntlet, and the guide's Thanos installed by it.
// Ctrl-C ends all of it.
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { LOCAL_ADMIN } from '#lib/auth/actor.ts'
import { closeDatabase } from '#lib/db/client.ts'
import { startApp } from './app.ts'
import { buildS3, NEWEST_THANOS } from './build.ts'
import { EDGES, SERIES, startEdges } from './edges.ts'
import { applyPlan, declareEdges, importGuide, labHaste } from './guide-install.ts'
import { labImages } from './images.ts'
import { startLab } from './lab.ts'
import { requireNodeTools } from './node/tools.ts'
import { grantNamespace } from './rbac.ts'
import { runFolder } from './run-folder.ts'
import { serviceAddress } from './service-address.ts'

const namespace = process.argv[2] ?? 'monitoring'
const BUCKET = 'thanos'
const startedAt = Date.now()
const interrupted = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { resolve('interrupted') })
})
/** What has been begun and must end, the last first. */
const ends: (() => Promise<void>)[] = []

/** Starts a part that must end, also where it is still starting when the end comes. */
async function begin<Part extends { stop: () => Promise<void> }>(starting: Promise<Part>): Promise<Part> {
  ends.push(async () => { await (await starting.catch(() => undefined))?.stop() })
  return starting
}

async function start(): Promise<string> {
  const log = say
  // Before a build of a quarter of an hour.
  await requireNodeTools()
  const s3 = { binary: await buildS3({ log }), buckets: [BUCKET], accessKey: 'lab', secretKey: randomBytes(16).toString('hex') }
  const images = await labImages([NEWEST_THANOS], { log })
  const [dir, data] = [await runFolder('lab'), await runFolder('app')]
  ends.push(async () => { for (const folder of [dir, data]) await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) })
  say('control plane, nodes and S3 are starting')
  const lab = await begin(startLab({ dir, log, images, s3 }))
  say('control plane, nodes and S3 are ready')
  await grantNamespace(lab.api, namespace)
  await startEdges(lab.api, { address: `http://thanos-receiver.${namespace}.svc.cluster.local:19291/api/v1/receive` })
  say(`${EDGES.map(({ name }) => name).join(', ')} write ${SERIES} series each`)

  const app = await begin(startApp({ data, kubeconfig: lab.kubeconfig, log }))
  ends.push(closeDatabase)
  say('installing the guide\'s Thanos through Gauntlet: import, credentials, fixes, save, plan, apply')
  const { plan } = await importGuide(LOCAL_ADMIN, { namespace, release: NEWEST_THANOS, bucket: BUCKET, ...s3, edits: [...labHaste(namespace), ...declareEdges(EDGES)] })
  const run = await applyPlan(LOCAL_ADMIN, plan, { say })
  const query = await lab.openOutlet(await serviceAddress(lab.api, { namespace, service: 'thanos-query', port: 9090 }))
  const frontend = await lab.openOutlet(await serviceAddress(lab.api, { namespace, service: 'thanos-query-frontend', port: 10902 }))
  console.log(`
${run.status === 'succeeded' ? 'The lab is ready' : `The lab is up, and the installation ${run.status}: ${run.message}`}, ${Math.round((Date.now() - startedAt) / 1000)} s after it was started.
  Gauntlet         ${app.url}/stacks/${namespace}
  Query            http://127.0.0.1:${query.port}
  Query Frontend   http://127.0.0.1:${frontend.port}
  kubectl          export KUBECONFIG=${lab.kubeconfig}   (contexts admin, gauntlet, viewer; kubectl: npm run lab:build kubectl)
  S3               bucket ${BUCKET} at s3.lab.svc.cluster.local:9000 (insecure), access key ${s3.accessKey}, secret key ${s3.secretKey}
Ctrl-C ends all of it.`)
  return Promise.race([lab.failed, app.failed])
}

function say(line: string): void {
  console.log(`lab: ${line}`)
}

try {
  const end = await Promise.race([interrupted, start()])
  if (end !== 'interrupted') {
    console.error(end)
    process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
for (const end of ends.reverse()) await end().catch((error: unknown) => { console.error(error) })
process.exit()
