// From a letter typed in the form to its findings, in a browser with the worker that judges: `node bench/keystroke.mjs [http://127.0.0.1:3000]`
// against a running Gauntlet that signs in by itself. A line for 60 and for 2,000 objects. The page is new: its first letters, which also
// wait for the browser to compile it, stand apart.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { chromiumPath } from '../scripts/chromium.mjs'
import { largeInstallation } from './installation.mjs'

const FIRST = 10
const ROUNDS = 60
const folder = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
const base = process.argv[2] ?? 'http://127.0.0.1:3000'
const browser = await chromium.launch({
  executablePath: await chromiumPath(console.error),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
})

try {
  for (const objects of [60, 2000]) await measure(objects)
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}

async function measure(objects) {
  const page = await browser.newPage({ baseURL: base, locale: 'en-US' })
  page.setDefaultTimeout(180_000)
  const stack = `bench-${Date.now().toString(36)}`
  await page.goto('/stacks/new', { waitUntil: 'networkidle' })
  const boxes = page.getByRole('main').getByRole('textbox')
  await boxes.nth(0).fill(stack)
  await boxes.nth(2).fill(stack)
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL(`**/stacks/${stack}`)
  await page.goto(`/stacks/${stack}/import`, { waitUntil: 'networkidle' })
  const file = join(folder, 'large.yaml')
  writeFileSync(file, largeInstallation(objects))
  // The server has the draft a moment after it was read; its first workload is the one that is edited.
  const kept = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok())
  await page.locator('input[type=file]').first().setInputFiles(file)
  await kept
  await page.goto(`/stacks/${stack}/edit`, { waitUntil: 'networkidle' })
  await page.getByRole('tab', { name: /^Findings \d+/ }).waitFor()
  await page.getByRole('button', { name: /^TSDB/ }).click()
  const took = await page.getByLabel('--tsdb.retention', { exact: true }).evaluate(typeAgainAndAgain, FIRST + ROUNDS)
  const [first, times] = [took.slice(0, FIRST), took.slice(FIRST).toSorted((a, b) => a - b)]
  console.log(`letter to findings, ${objects} objects: median ${times[times.length >> 1].toFixed(1)} ms, 95 % ${times[Math.floor(times.length * 0.95)].toFixed(1)} ms, slowest ${times.at(-1).toFixed(1)} ms of ${times.length}; the first ${FIRST}: ${first.map((ms) => ms.toFixed(0)).join(' ')}`)
  await page.close()
}

/** Runs in the page: types a letter too many, which is a finding, and takes it away again; times each until the count is drawn. */
async function typeAgainAndAgain(input, rounds) {
  const right = input.value
  const tab = [...document.querySelectorAll('[role=tab]')].find(({ textContent }) => textContent.startsWith('Findings'))
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
  const took = []
  input.focus()
  for (let round = 0; round < rounds; round += 1) {
    const before = tab.textContent
    const drawn = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (tab.textContent === before) return
        observer.disconnect()
        resolve(performance.now())
      })
      observer.observe(tab, { subtree: true, childList: true, characterData: true })
    })
    const began = performance.now()
    setValue.call(input, round % 2 === 0 ? `${right}x` : right)
    input.dispatchEvent(new Event('input', { bubbles: true }))
    took.push(await drawn - began)
    await new Promise((resolve) => { setTimeout(resolve, 150) })
  }
  return took
}
