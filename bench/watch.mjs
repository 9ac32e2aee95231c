// How many events a second Gauntlet takes in while it watches, beside `kubectl get --watch`, on a real API server of one's own (docs/lab.md): the
// same pods, changed by the same writers, in turns; and how long after its write an event is there. `node --conditions=react-server bench/watch.mjs`
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { labApi } from '../lab/api.ts'
import { buildKubectl } from '../lab/build.ts'
import { startControlPlane } from '../lab/control-plane.ts'
import { runFolder } from '../lab/run-folder.ts'

const [PODS, ROUNDS, WRITERS, TURNS] = [200, 10, 16, 3]
const NAMESPACE = 'bench-watch'

process.env.LOG_LEVEL = 'silent'
const kubectl = await buildKubectl({ log: console.error })
const plane = await startControlPlane({ dir: await runFolder(), log: console.error })
try {
  process.env.KUBECONFIG = plane.kubeconfig
  Object.assign(process.env, { DATABASE_URL: 'postgres://nowhere', GAUNTLET_SECRET: 'a secret for this bench only, as long as a real one' })
  const { clusterOf } = await import('../lib/services/connections/resolve.ts')
  const cluster = clusterOf({ kind: 'context', context: 'admin' })
  const api = labApi({ url: plane.url, token: plane.adminToken, ca: plane.ca })
  await api.must('POST', '/api/v1/namespaces', { metadata: { name: NAMESPACE } })
  const names = Array.from({ length: PODS }, (_, index) => `pod-${index}`)
  await inTurns(names, async (name) => {
    await api.must('POST', `/api/v1/namespaces/${NAMESPACE}/pods`, { metadata: { name }, spec: { containers: [{ name: 'thanos', image: 'quay.io/thanos/thanos:v0.42.4' }] } })
  })

  const rates = { gauntlet: [], kubectl: [] }
  const late = []
  for (let turn = 0; turn < TURNS; turn++) {
    rates.gauntlet.push(await gauntlet(cluster, api, names, late))
    rates.kubectl.push(await byKubectl(api, names))
  }
  late.sort((a, b) => a - b)
  const [ours, theirs] = [median(rates.gauntlet), median(rates.kubectl)]
  console.log(`watching ${PODS} pods, ${PODS * ROUNDS} writes by ${WRITERS} writers: gauntlet ${ours.toFixed(0)} events/s, kubectl get --watch ${theirs.toFixed(0)}/s, ratio ${(ours / theirs).toFixed(2)} (medians of ${TURNS}, in turns; the writers set the pace)`)
  console.log(`an event is there ${late[late.length >> 1].toFixed(1)} ms after its write was answered, 99 % within ${late[Math.floor(late.length * 0.99)].toFixed(1)} ms; ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB resident, writers included`)
} finally {
  await plane.stop()
}

/** Events a second from the first write to the last event. */
async function gauntlet(cluster, api, names, late) {
  const { resourceVersion } = await cluster.listAt('v1', 'Pod', NAMESPACE)
  const left = new AbortController()
  const written = new Map()
  const seen = new Map()
  const all = PODS * ROUNDS
  const watching = (async () => {
    for await (const event of cluster.watch('v1', 'Pod', NAMESPACE, { signal: left.signal, resourceVersion })) {
      if (event.type !== 'MODIFIED') continue
      seen.set(event.resourceVersion, performance.now())
      if (seen.size === all) left.abort()
    }
  })()
  const begun = performance.now()
  await writeAll(api, names, (version) => { written.set(version, performance.now()) })
  await watching
  for (const [version, at] of written) late.push(Math.max(0, seen.get(version) - at))
  return all / (performance.now() - begun) * 1000
}

async function byKubectl(api, names) {
  const child = spawn(kubectl, [`--kubeconfig=${plane.kubeconfig}`, '--context=admin', 'get', 'pods', '-n', NAMESPACE, '--watch-only', '-o', 'name'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const all = PODS * ROUNDS
  let events = 0
  // It says nothing once it listens, so it is knocked at until it answers.
  const first = new Promise((resolve) => { lines.once('line', resolve) })
  const knocking = setInterval(() => { void write(api, names[0], 'knock') }, 200)
  await first
  clearInterval(knocking)
  const done = new Promise((resolve) => { lines.on('line', () => { if (++events === all) resolve() }) })
  const begun = performance.now()
  await writeAll(api, names, () => undefined)
  await done
  const rate = all / (performance.now() - begun) * 1000
  child.kill()
  return rate
}

async function writeAll(api, names, wasWritten) {
  const writes = Array.from({ length: ROUNDS }, (_, round) => names.map((name) => [name, round])).flat()
  await inTurns(writes, async ([name, round]) => { wasWritten(await write(api, name, String(round))) })
}

async function write(api, name, word) {
  const { metadata } = await api.must('PATCH', `/api/v1/namespaces/${NAMESPACE}/pods/${name}`, { metadata: { annotations: { word: `${word} ${performance.now()}` } } }, 'application/merge-patch+json')
  return metadata.resourceVersion
}

async function inTurns(items, work) {
  const rest = items.values()
  await Promise.all(Array.from({ length: WRITERS }, async () => { for (const item of rest) await work(item) }))
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}
