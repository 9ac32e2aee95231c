// What the pure core costs: reading, judging and rendering an installation, and one keystroke in a form (one edit, all findings anew):
// `npm run bench:lint`.
import { adopt } from '../lib/thanos/adopt.ts'
import { applyEdits } from '../lib/thanos/apply-edits.ts'
import { lint } from '../lib/thanos/lint.ts'
import { render } from '../lib/thanos/render.ts'
import { specObjectId, workloads } from '../lib/thanos/spec.ts'
import { installation, installationFiles } from './installation.mjs'

/** How long `work` takes, time and again, the first one apart: [first, median, 95th of a hundred, slowest] in milliseconds. */
function timed(times, work) {
  const took = Array.from({ length: times + 1 }, (_, round) => {
    const start = performance.now()
    work(round)
    return performance.now() - start
  })
  const [first, ...others] = took
  const sorted = others.toSorted((a, b) => a - b)
  return { first, median: sorted[times >> 1], most: sorted[Math.floor(times * 0.95)], slowest: sorted.at(-1) }
}

function line(name, { first, median, most, slowest }) {
  const ms = (value) => `${value.toFixed(1)} ms`.padStart(10)
  console.log(`${name.padEnd(34)} first ${ms(first)}  median ${ms(median)}  95 % ${ms(most)}  slowest ${ms(slowest)}`)
}

for (const [objects, times] of [[60, 60], [2_000, 5]]) {
  const files = installationFiles(objects)
  const spec = installation(objects)
  line(`adopt ${objects} objects`, timed(times, () => adopt(files)))
  // A spec that nothing was worked out of yet, as after an import.
  line(`lint ${objects} objects, all of it new`, timed(times, () => lint(structuredClone(spec))))
  line(`render ${objects} objects`, timed(times, () => render(structuredClone(spec))))
  const edited = workloads(spec).map(specObjectId)
  let draft = spec
  lint(draft)
  line(`keystroke in ${objects} objects`, timed(times, (round) => {
    const object = edited[round % edited.length]
    draft = applyEdits(draft, [{ op: 'flag.set', object, flag: 'log.level', values: [['info', 'warn', 'debug'][round % 3]] }])
    lint(draft)
  }))
}
