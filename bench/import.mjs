// How long the import page stands still while a large installation comes in: `node bench/import.mjs [http://127.0.0.1:3000]` against a
// running Gauntlet that signs in by itself. Prints, for 2,000 objects and for 10 MB, the time until the findings stand there, the longest
// tasks of the page's own thread (PerformanceObserver, "longtask"), and those of one fix taken afterwards.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { chromiumPath } from '../scripts/chromium.mjs'
import { largeInstallation, manySmallFields } from './installation.mjs'

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
const base = process.argv[2] ?? 'http://127.0.0.1:3000'
const browser = await chromium.launch({
  executablePath: await chromiumPath(console.error),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
})

try {
  await measure('2,000 objects', largeInstallation(2000))
  await measure('10 MB in 2,000 objects', manySmallFields(2000, 150))
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}

async function measure(what, text) {
  const page = await browser.newPage({ baseURL: base, locale: 'en-US' })
  const stack = `bench-${Date.now().toString(36)}`
  await page.goto('/stacks/new')
  const boxes = page.getByRole('main').getByRole('textbox')
  await boxes.nth(0).fill(stack)
  await boxes.nth(2).fill(stack)
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL(`**/stacks/${stack}`)
  await page.goto(`/stacks/${stack}/import`, { waitUntil: 'networkidle' })
  await page.evaluate(() => {
    globalThis.tasks = []
    new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ type: 'longtask' })
  })
  const file = join(folder, 'large.yaml')
  writeFileSync(file, text)
  const start = performance.now()
  await page.locator('input[type=file]').first().setInputFiles(file)
  await page.getByRole('button', { name: /^Save as revision/ }).waitFor({ timeout: 180_000 })
  const shown = performance.now() - start
  await report(page, `${what} (${(text.length / 1e6).toFixed(1)} MB): findings after ${(shown / 1000).toFixed(1)} s`)
  const fix = page.getByRole('button', { name: 'Fix this one' }).filter({ visible: true }).first()
  if (await fix.count() > 0) {
    await fix.click()
    await report(page, '  one fix taken')
  }
  await page.close()
}

/** Prints what stood still since the last report, once nothing has for two seconds. */
async function report(page, what) {
  const tasks = await page.evaluate(async () => {
    const quiet = () => performance.now() - (globalThis.tasks.at(-1)?.startTime ?? 0) - (globalThis.tasks.at(-1)?.duration ?? 0) > 2000
    do await new Promise((resolve) => { setTimeout(resolve, 500) })
    while (!quiet())
    return globalThis.tasks.splice(0)
  })
  const longest = tasks.map(({ duration }) => Math.round(duration)).toSorted((a, b) => b - a)
  console.log(`${what}; long tasks: ${longest.length === 0 ? 'none' : `${longest.slice(0, 5).join(', ')} ms`}${longest.length > 5 ? ` and ${longest.length - 5} more` : ''}, in all ${longest.reduce((sum, each) => sum + each, 0)} ms`)
}
