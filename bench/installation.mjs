// Installations of a wanted size for the benches: the corrected guide in namespaces of its own, or routers and ingestors in one namespace.
import { readdirSync, readFileSync } from 'node:fs'
import { readYaml } from '../lib/manifest/read-yaml.ts'
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

const ROUTERS = new URL('../examples/router-ingestors/', import.meta.url)

/** Copies of one installation under other names, in one namespace: with at most `objects` objects. */
export function largeInstallation(objects) {
  const one = readdirSync(ROUTERS).map((name) => readFileSync(new URL(name, ROUTERS), 'utf8')).join('\n---\n')
  const size = readYaml([{ name: 'one', text: one }]).documents.length
  return Array.from({ length: Math.floor(objects / size) }, (_, copy) => one.replaceAll(/thanos-(?=[a-z])/g, `thanos-${copy}-`)).join('\n---\n')
}

/** Services with many small fields: what takes longest to read for its size. */
export function manySmallFields(objects, fields) {
  const body = Array.from({ length: fields }, (_, field) => `  - name: key-${field}\n    value: ${field}\n`).join('')
  return Array.from({ length: objects }, (_, object) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: thanos-${object}\nitems:\n${body}`).join('---\n')
}
