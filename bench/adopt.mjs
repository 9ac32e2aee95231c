// What reading, judging and writing an installation costs: `npx node bench/adopt.mjs`. One line a figure: 60 objects, 2,000 objects as
// many documents and as one List, and 10 MB of small fields. Needs the project's own Node (node_modules/.bin/node).
import { adopt } from '../lib/thanos/adopt.ts'
import { lint } from '../lib/thanos/lint.ts'
import { render } from '../lib/thanos/render.ts'
import { readYaml } from '../lib/manifest/read-yaml.ts'
import { largeInstallation, manySmallFields } from './installation.mjs'

measure('60 objects', largeInstallation(60))
measure('2,000 objects', largeInstallation(2000))
measure('2,000 objects in one List', asList(largeInstallation(2000)))
measure('10 MB in 2,000 objects', manySmallFields(2000, 150))

function measure(name, text) {
  const files = [{ name: 'bench.yaml', text }]
  const runs = text.length > 1_000_000 ? 3 : 20
  const adopted = best(runs, () => adopt(files))
  const { spec, withheld } = adopted.result
  console.log(`${name} (${(text.length / 1_000_000).toFixed(2)} MB, ${spec.objects.length} read): adopt ${ms(adopted)}, lint ${ms(best(runs, () => lint({ ...spec })))}, render ${ms(best(runs, () => render({ ...spec }, { withheld })))}`)
}

function ms({ time }) {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`
}

function best(runs, work) {
  let time = Infinity
  let result
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    result = work()
    time = Math.min(time, performance.now() - start)
  }
  return { time, result }
}

function asList(text) {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: readYaml([{ name: 'all', text }]).documents.map(({ value }) => value) }, null, 2)
}
