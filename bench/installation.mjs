// An installation of a wanted size for the benches: the corrected guide, again and again in namespaces of its own.
import { readdirSync, readFileSync } from 'node:fs'
import { adopt } from '../lib/thanos/adopt.ts'

const CORRECTED = new URL('../examples/corrected/', import.meta.url)

/** The files of an installation with at least `objects` objects, as a person would choose them. */
export function installationFiles(objects) {
  const once = readdirSync(CORRECTED).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(new URL(name, CORRECTED), 'utf8') }))
  const size = adopt(once).spec.objects.length
  return Array.from({ length: Math.ceil(objects / size) }, (_, copy) => once.map(({ name, text }) => ({
    name: `${copy}-${name}`, text: copy === 0 ? text : text.replaceAll(/\bmonitoring\b/g, `monitoring-${copy}`),
  }))).flat()
}

/** The spec of such an installation, with exactly `objects` objects. */
export function installation(objects) {
  const { spec } = adopt(installationFiles(objects))
  return { ...spec, objects: spec.objects.slice(0, objects) }
}
