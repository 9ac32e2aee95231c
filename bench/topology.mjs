// The map of 500 edges and 200 pods: `node bench/topology.mjs [http://127.0.0.1:3000]`. The pure part always: the graph, and its places. Against a
// running Gauntlet that signs in by itself also what a person waits for in a browser: from the arrival of what is seen to the first picture
// with everything folded and unfolded, and how long the frames take while the map is dragged. The look is made up and handed to the page.
import { chromium } from 'playwright'
import { adopt } from '../lib/thanos/adopt.ts'
import { countedOf } from '../lib/thanos/live/counters.ts'
import { EDGES } from '../lib/thanos/live/topology-types.ts'
import { layoutOf } from '../lib/thanos/live/topology-layout.ts'
import { topologyOf } from '../lib/thanos/live/topology.ts'
import { workloads } from '../lib/thanos/spec.ts'
import { edge, moving } from '../lib/testing/moving.ts'
import { NOW } from '../lib/testing/observed.ts'
import { chromiumPath } from '../scripts/chromium.mjs'
import { largeInstallation } from './installation.mjs'

const EDGE_COUNT = 500
const PODS = 200

const { spec: whole } = adopt([{ name: 'large.yaml', text: largeInstallation(400) }])
let pods = 0
const kept = new Set(workloads(whole).filter(({ replicas = 1 }) => pods + replicas <= PODS && (pods += replicas) > 0))
const spec = { ...whole, objects: whole.objects.filter((object) => object.type !== 'workload' || kept.has(object)) }
const edges = Array.from({ length: EDGE_COUNT }, (_, index) => edge(`edge-${index}`, index % 100 === 7 ? 3600 : 4, 9000))
const [first, second] = [moving(spec, { edges }), moving(spec, { edges, seconds: 60 })]
const before = countedOf(first)

console.log(`${edges.length} edges, ${pods} pods in ${kept.size} workloads`)
timed('graph', () => topologyOf({ observation: second, spec: { ...spec }, before }))
const topology = topologyOf({ observation: second, spec, before })
timed('places, folded', () => layoutOf(topology, { width: 1160, locale: 'en', open: new Set() }))
timed('places, all unfolded', () => layoutOf(topology, { width: 1160, locale: 'en', open: new Set([EDGES, ...topology.nodes.map(({ id }) => id)]) }))
if (process.argv[2] !== undefined) await inBrowser(process.argv[2])

function timed(name, work, times = 20) {
  const took = Array.from({ length: times + 1 }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  const [cold, ...others] = took
  const sorted = others.toSorted((a, b) => a - b)
  console.log(`${name.padEnd(26)} first ${cold.toFixed(1).padStart(7)} ms  median ${sorted[times >> 1].toFixed(1).padStart(7)} ms  slowest ${sorted.at(-1).toFixed(1).padStart(7)} ms`)
}

async function inBrowser(base) {
  const browser = await chromium.launch({ executablePath: await chromiumPath(console.error), args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'] })
  try {
    const page = await browser.newPage({ baseURL: base, viewport: { width: 1440, height: 900 } })
    await page.addInitScript(() => {
      // The stream stays silent; what is seen comes by the poll below.
      globalThis.EventSource = class { addEventListener() {} close() {} }
      const seen = globalThis.fetch
      globalThis.fetch = async (...args) => {
        const answer = await seen(...args)
        if (String(args[0]).endsWith('/live')) globalThis.arrivedAt ??= performance.now()
        return answer
      }
      globalThis.painted = () => new Promise((resolve) => { requestAnimationFrame(() => { setTimeout(() => { resolve(performance.now()) }, 0) }) })
      new MutationObserver(() => {
        if (globalThis.drawnAt === undefined && document.querySelector('[data-map]')) globalThis.drawnAt = globalThis.painted()
      }).observe(document, { childList: true, subtree: true })
    })
    const shift = Date.now() - NOW
    const now = JSON.stringify(second, (_, value) => (typeof value === 'number' && value > 1.6e12 && value < 2e12 ? value + shift : value))
    await page.route('**/api/stacks/*/live', (route) => route.fulfill({ body: now, contentType: 'application/json' }))
    await page.goto('/')
    const { pathname } = new URL(page.url())
    await page.goto(`${pathname === '/' ? await page.locator('main a[data-row-link]').first().getAttribute('href') : pathname}/topology`)
    await page.locator('[data-map]').waitFor()
    // What the page asks the first time includes the arrival of its program; a second visit has it at hand.
    for (const visit of ['first picture, cold', 'first picture, warm']) {
      if (visit.endsWith('warm')) {
        await page.reload()
        await page.locator('[data-map]').waitFor()
      }
      const took = await page.evaluate(async () => (await globalThis.drawnAt) - globalThis.arrivedAt)
      console.log(`${visit.padEnd(26)} ${took.toFixed(0).padStart(5)} ms after what is seen arrived`)
    }
    const unfold = await page.evaluate(async () => {
      const start = performance.now()
      for (const button of document.querySelectorAll('[data-map] button[aria-expanded=false]')) button.click()
      return (await globalThis.painted()) - start
    })
    console.log(`${'all unfolded'.padEnd(26)} ${unfold.toFixed(0).padStart(5)} ms, ${await page.locator('[data-map] li').count()} rows`)
    const frames = await page.evaluate(async () => {
      const area = document.querySelector('[data-map]').parentElement
      const took = []
      let last = await new Promise(requestAnimationFrame)
      for (let step = 0; step < 60; step += 1) {
        area.scrollLeft = step * 8
        window.scrollTo(0, step * 40)
        const now = await new Promise(requestAnimationFrame)
        took.push(now - last)
        last = now
      }
      return took.toSorted((a, b) => a - b)
    })
    console.log(`${'pan, a frame'.padEnd(26)} median ${frames[30].toFixed(0)} ms, 95 % ${frames[57].toFixed(0)} ms, slowest ${frames.at(-1).toFixed(0)} ms`)
  } finally {
    await browser.close()
  }
}
