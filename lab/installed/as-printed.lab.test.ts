// The guide's manifests as they are printed, with the release that they name, applied as kubectl would: what breaks is what the findings foretell.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#lib/manifest/types.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { lint } from '#lib/thanos/lint.ts'
import { render } from '#lib/thanos/render.ts'
import { s3Config } from '#lib/thanos/s3-config.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { eventually } from '../eventually.ts'
import { S3_ENDPOINT, SECRET } from '../guide-install.ts'
import { guideFiles, guideObjects } from '../guide.ts'
import { thanosImage } from '../images.ts'
import { listPods } from '../pod.ts'
import { givenInstalled, type Installed } from './given.ts'
import { ask } from './queries.ts'

const NAMESPACE = 'printed'
const BUILD_TIMEOUT_MS = 30 * 60_000
const MINUTES = 60_000
const RECEIVERS = ['thanos-receiver-0', 'thanos-receiver-1', 'thanos-receiver-2']
const DOCUMENT = join(import.meta.dirname, '../../docs/guide-mistakes.md')

let lab: Installed
let printed: StackSpec
/** Codes of which something was seen here. */
const seen = new Set<string>()
beforeAll(async () => {
  lab = await givenInstalled(NAMESPACE, { edges: 1 })
  await lab.switches.pushImage({ name: 'thanos:v0.31.0', image: await thanosImage('0.31.0', { log: console.error }) })
  printed = adopt(await guideFiles(NAMESPACE)).spec
  for (const object of await guideObjects(NAMESPACE)) await put(object)
}, BUILD_TIMEOUT_MS)
afterAll(async () => { await lab.remove() })

const PATHS: Readonly<Record<string, string>> = {
  Secret: '/api/v1', ConfigMap: '/api/v1', Service: '/api/v1', Deployment: '/apis/apps/v1', StatefulSet: '/apis/apps/v1', PodDisruptionBudget: '/apis/policy/v1',
}

async function put(object: JsonObject): Promise<void> {
  const { kind, metadata: { name } } = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) }).parse(object)
  await lab.api.must('PATCH', `${PATHS[kind]}/namespaces/${NAMESPACE}/${kind.toLowerCase()}s/${name}?fieldManager=kubectl&force=true`, object, 'application/apply-patch+yaml')
}

/** The finding that the manifests have, which must be there. */
function finding(code: string, spec: StackSpec = printed): Finding {
  const found = lint(spec).find((each) => each.code === code)
  if (!found) throw new Error(`no finding ${code}`)
  return found
}

/** Writes down one row of the table: what was foretold, and what happened. */
function row(code: string, happened: string): void {
  seen.add(code)
  console.error(`| \`${code}\` | ${finding(code).message.en.split('. ')[0]} | ${happened} |`)
}

/** What a container that ends again and again says last. */
async function lastWords(pod: string, pattern: RegExp): Promise<string> {
  return eventually(`${pod} says ${pattern.source}`, async () => {
    for (const previous of ['false', 'true']) {
      const { text } = await lab.api.text('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${pod}/log?tailLines=50&previous=${previous}`)
      const found = text.split('\n').find((line) => pattern.test(line))
      if (found !== undefined) return found
    }
    return undefined
  }, MINUTES)
}

async function allReady(): Promise<void> {
  await eventually('all pods are ready', async () => {
    const pods = await listPods(lab.api, NAMESPACE)
    return pods.length === 11 && pods.every(({ isReady }) => isReady) || undefined
  }, 4 * MINUTES)
}

describe('as printed', () => {
  it('objstore/placeholder: store, compactor and ruler end at once', async () => {
    const code = 'objstore/placeholder'
    expect(finding(code).severity).toBe('error')
    for (const pod of ['thanos-store-0', 'thanos-compactor-0', 'thanos-ruler-0']) {
      row(code, `${pod} ends: ${(await lastWords(pod, /invalid character .*host name/)).replace(/^.*err="/, '').slice(0, 120)}`)
    }
  })

  it('receive/no-external-label: receivers end at once', async () => {
    const code = 'receive/no-external-label'
    expect(finding(code).severity).toBe('error')
    row(code, `thanos-receiver-0 ends: ${(await lastWords('thanos-receiver-0', /no external labels configured for receive/)).replace(/^.*err="/, '').slice(0, 120)}`)
  })

  it('nothing of the queriers was foretold to fail, and they run', async () => {
    await eventually('both queriers are ready', async () => (await listPods(lab.api, NAMESPACE)).filter(({ name, isReady }) => name.startsWith('thanos-query-') && isReady).length === 2 || undefined, MINUTES)
    expect(lint(printed).filter(({ object, severity }) => object === `Deployment/${NAMESPACE}/thanos-query` && severity === 'error')).toEqual([])
  })
})

describe('with the bucket and the external label mended', () => {
  let mended: StackSpec
  beforeAll(async () => {
    mended = applyEdits(printed, finding('receive/no-external-label').fix?.edits ?? [])
    await put({
      apiVersion: 'v1', kind: 'Secret', metadata: { name: SECRET, namespace: NAMESPACE },
      stringData: { 'objstore.yml': s3Config({ bucket: lab.bucket, endpoint: S3_ENDPOINT, insecure: true, signatureVersion2: false }, lab) },
    })
    await rollOut(mended)
  })

  it('receive/no-local-endpoint: every pod is ready, and not one sample gets in', async () => {
    await allReady()
    const refused = await eventually('writes are refused', async () => {
      const count = await refusals(RECEIVERS)
      return count > 3 ? count : undefined
    }, 4 * MINUTES)
    for (const pod of RECEIVERS) expect(await lab.page(pod, '/metrics')).not.toMatch(/^prometheus_tsdb_head_series\{[^}]*\} [1-9]/m)
    row('receive/no-local-endpoint', `all 11 pods are ready; ${refused} writes ended in 5xx, and no head has a series`)
  })

  it('query/hidden-replicas: each querier sees one of the two rulers', async () => {
    const queriers = (await listPods(lab.api, NAMESPACE)).filter(({ name }) => name.startsWith('thanos-query-'))
    const seen = await Promise.all(queriers.map(async ({ name }) => {
      const { data } = z.object({ data: z.object({ rule: z.array(z.unknown()).default([]) }) }).parse(JSON.parse(await lab.page(name, '/api/v1/stores')))
      return data.rule.length
    }))
    expect(seen).toEqual([1, 1])
    row('query/hidden-replicas', 'each of the two queriers has one ruler among its stores, where two run')
  })

})

describe('with its local endpoint as well', () => {
  let spec: StackSpec
  let query: string
  beforeAll(async () => {
    const mended = applyEdits(printed, finding('receive/no-external-label').fix?.edits ?? [])
    spec = applyEdits(mended, finding('receive/no-local-endpoint', mended).fix?.edits ?? [])
    await rollOut(spec)
    query = await lab.open('thanos-query', 9090)
  })

  it('samples are taken in and answered: no error that is left keeps them from it', async () => {
    await eventually('the edge is answered', async () => (await ask(query, 'count(lab_scrape)').catch(() => [])).length > 0 || undefined, 4 * MINUTES)
  })

  it('receive/single-copy: one receiver away, and writes are refused', async () => {
    await lab.switches.setPodNetwork({ namespace: NAMESPACE, pod: 'thanos-receiver-2', isConnected: false })
    const others = RECEIVERS.slice(0, 2)
    const before = await refusals(others)
    const refused = await eventually('writes are refused', async () => {
      const more = await refusals(others) - before
      return more > 2 ? more : undefined
    }, 4 * MINUTES)
    await lab.switches.setPodNetwork({ namespace: NAMESPACE, pod: 'thanos-receiver-2', isConnected: true })
    row('receive/single-copy', `with thanos-receiver-2 off the network, ${refused} writes ended in 5xx at the other two`)
  })

  it('query/replica-label-missing: once both rulers are seen, each recorded series is there twice', async () => {
    spec = applyEdits(spec, finding('query/hidden-replicas', spec).fix?.edits ?? [])
    await rollOut(spec)
    const copies = await eventually('both rulers have recorded', async () => {
      const found = await ask(query, 'count by (ruler_replica) (cluster:memory_usage:bytes)').catch(() => [])
      return found.length > 1 ? found.map(({ metric }) => metric.ruler_replica ?? '') : undefined
    }, 6 * MINUTES)
    expect(copies.toSorted()).toEqual(['thanos-ruler-0', 'thanos-ruler-1'])
    row('query/replica-label-missing', `an answer that is deduplicated has each recorded series of ${copies.toSorted().join(' and ')}`)
  })
})

it('stands in the table of docs/guide-mistakes.md as far as it was seen here', async () => {
  const [, table = ''] = (await readFile(DOCUMENT, 'utf8')).split('## What the real thing did')
  expect([...table.matchAll(/^\| `([a-z-]+\/[a-z-]+)` \|/gm)].map(([, code]) => code ?? '').toSorted()).toEqual([...seen].toSorted())
})

/** How many writes these receivers have answered with an error of their own. */
async function refusals(pods: readonly string[]): Promise<number> {
  const pages = await Promise.all(pods.map((pod) => lab.page(pod, '/metrics')))
  return pages.flatMap((page) => [...page.matchAll(/^http_requests_total\{code="5\d\d",handler="receive",[^}]*\} (\d+)/gm)]).reduce((sum, [, count]) => sum + Number(count), 0)
}

/** Applies what a spec renders to, and takes away the pods that wait in vain: a StatefulSet whose pods never got ready does not go on by itself. */
async function rollOut(spec: StackSpec): Promise<void> {
  for (const object of render(spec).filter(({ kind }) => kind !== 'Secret')) await put(object)
  for (const { name, isReady } of await listPods(lab.api, NAMESPACE)) {
    if (!isReady || name.startsWith('thanos-receiver-')) await lab.api.call('DELETE', `/api/v1/namespaces/${NAMESPACE}/pods/${name}?gracePeriodSeconds=1`)
  }
}
