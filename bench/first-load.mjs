// How much script each page loads cold, as it travels (gzip): `node bench/first-load.mjs [http://127.0.0.1:3000]` against a running
// Gauntlet that signs in by itself. All of it comes without anybody doing anything: `first` is what the document itself asks for, before
// anything can be used; `later` what the page's own thread fetches after that until the network is quiet; `workers` what runs beside it.
// Pages of a stack are those of the demo that works, else of the only one; its plans and runs are found in its audit. A stack without a plan gets one.
import { chromium } from 'playwright'
import { chromiumPath } from '../scripts/chromium.mjs'

const base = process.argv[2] ?? 'http://127.0.0.1:3000'
const browser = await chromium.launch({
  executablePath: await chromiumPath(console.error),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
})

try {
  const rows = []
  for (const path of await pages()) rows.push(await measure(path))
  const widest = Math.max(...rows.map(({ name }) => name.length))
  console.log(`${'page'.padEnd(widest)}  scripts  first KiB  later KiB   page KiB  workers KiB`)
  for (const { name, scripts, first, later, workers } of rows) console.log(`${name.padEnd(widest)}  ${String(scripts).padStart(7)}  ${kib(first)}  ${kib(later)}  ${kib(first + later)}  ${kib(workers).padStart(11)}`)
} finally {
  await browser.close()
}

function kib(bytes) {
  return (bytes / 1024).toFixed(1).padStart(9)
}

/** Path and the name under which it is printed: ids are left out. */
async function pages() {
  const page = await browser.newPage({ baseURL: base })
  await page.goto('/')
  const paths = [new URL(page.url()).pathname, ...await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))]
  const stacks = paths.flatMap((path) => /^\/stacks\/(?!new)[^/]+/.exec(path)?.[0] ?? [])
  const stack = stacks.find((path) => path === '/stacks/observability') ?? stacks[0]
  const general = ['/login', '/audit', '/settings', '/settings/flags', '/stacks/new']
  if (stack === undefined) return general.map(named)
  await page.goto(`${stack}/audit`)
  if (await page.locator(`main a[href^="${stack}/plans/"]`).count() === 0) await plan(page, stack)
  const linked = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const found = ['plans', 'runs', 'revisions'].flatMap((kind) => linked.find((href) => href.startsWith(`${stack}/${kind}/`)) ?? [])
  const first = await page.goto(`${stack}/edit`).then(() => new URL(page.url()).pathname.replace(stack, ''))
  const own = ['', '/topology', '/edges', '/alerts', '/diagnose', '/import', first, '/edit/many', '/add', '/remove', '/version', '/findings', '/storage', '/storage?side=bucket', '/stores', '/hashring', '/rules', '/changes', '/compare?from=1&to=2', '/audit']
  await page.close()
  return [...general, ...own.map((rest) => `${stack}${rest}`), ...found].map(named)

  function named(path) {
    const name = stack === undefined ? path : path.replace(stack, '/…').replace(/\/(plans|runs|edit)\/(?!many).+/, '/$1/…')
    return { path, name }
  }
}

/** Computes a plan of what is saved, and comes back to the audit, where it stands then. */
async function plan(page, stack) {
  await page.goto(`${stack}/changes`)
  await page.getByRole('button', { name: /^Plan revision \d+$/ }).click()
  await page.waitForURL(/\/plans\//)
  await page.goto(`${stack}/audit`)
}

/** Loads a page with an empty cache, until the network is quiet. */
async function measure({ path, name }) {
  const context = await browser.newContext({ baseURL: base })
  const page = await context.newPage()
  const sizes = []
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url())
    if (!pathname.endsWith('.js')) return
    // What a worker begins with is no script to the browser, but it is one of the page's files.
    const isWorker = request.resourceType() !== 'script'
    sizes.push(request.sizes().then(({ responseBodySize }) => ({ pathname, isWorker, size: responseBodySize })))
  })
  const document = await (await page.goto(path, { waitUntil: 'networkidle' })).text()
  const named = new Set([...document.matchAll(/<script[^>]* src="([^"?]+)/g)].map((match) => match[1]))
  const all = await Promise.all(sizes)
  await context.close()
  const sum = (isWanted) => all.reduce((total, script) => total + (isWanted(script) ? script.size : 0), 0)
  return {
    name, scripts: all.length, workers: sum(({ isWorker }) => isWorker),
    first: sum(({ isWorker, pathname }) => !isWorker && named.has(pathname)), later: sum(({ isWorker, pathname }) => !isWorker && !named.has(pathname)),
  }
}
