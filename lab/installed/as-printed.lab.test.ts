// The guide's manifests as they are printed, with the release that they name, applied as kubectl would: what breaks is what the findings foretell.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { adopt } from '#lib/thanos/adopt.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { lint } from '#lib/thanos/lint.ts'
import { render } from '#lib/thanos/render.ts'
import { s3Config } from '#lib/thanos/s3-config.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { PRINTED_THANOS } from '../build.ts'
import { eventually } from '../eventually.ts'
import { S3_ENDPOINT, SECRET } from '../guide-install.ts'
import { guideFiles, guideObjects } from '../guide.ts'
import { thanosImage } from '../images.ts'
import { listPods } from '../pod.ts'
import { putBlock } from '../real-blocks.ts'
import { givenInstalled, type Installed } from './given.ts'
import { allowed, allReady, evict, fallen, lastWords, put, refusals, restart, reversed, rollOut, seenBlocks, steady } from './hands.ts'
import { ask } from './queries.ts'

const NAMESPACE = 'printed'
const BUILD_TIMEOUT_MS = 30 * 60_000
const MINUTES = 60_000
/** Of the guide. */
const PODS = 11
const RECEIVERS = ['thanos-receiver-0', 'thanos-receiver-1', 'thanos-receiver-2']
/** What keeps a process from starting; other errors are of what runs. */
const AT_START = ['objstore/placeholder', 'receive/no-external-label']
const HOUR_MS = 3_600_000
const DOCUMENT = join(import.meta.dirname, '../../docs/guide-mistakes.md')

let lab: Installed
let printed: StackSpec
/** Codes of which something was seen here. */
const seen = new Set<string>()
beforeAll(async () => {
  lab = await givenInstalled(NAMESPACE, { edges: 1 })
  await lab.switches.pushImage({ name: `thanos:v${PRINTED_THANOS}`, image: await thanosImage(PRINTED_THANOS, { log: console.error }) })
  printed = adopt(await guideFiles(NAMESPACE)).spec
  for (const object of await guideObjects(NAMESPACE)) await put(lab, object)
}, BUILD_TIMEOUT_MS)
afterAll(async () => { await lab.remove() })

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

/** The workloads that a finding is of: of a Secret those that mount it. */
function workloadsOf({ object = '' }: Finding, spec: StackSpec): string[] {
  const [kind, , name] = object.split('/')
  if (kind !== 'Secret') return [name ?? '']
  return render(spec).filter((each) => each.kind !== 'Secret' && JSON.stringify(each).includes(`"secretName":"${name}"`)).map(({ metadata }) => metadata.name)
}

describe('as printed', () => {
  it('objstore/placeholder: store, compactor and ruler end at once', async () => {
    const code = 'objstore/placeholder'
    expect(finding(code).severity).toBe('error')
    for (const pod of ['thanos-store-0', 'thanos-compactor-0', 'thanos-ruler-0']) {
      row(code, `${pod} ends: ${(await lastWords(lab, pod, /invalid character .*host name/)).replace(/^.*err="/, '').slice(0, 120)}`)
    }
  })

  it('receive/no-external-label: receivers end at once', async () => {
    const code = 'receive/no-external-label'
    expect(finding(code).severity).toBe('error')
    row(code, `thanos-receiver-0 ends: ${(await lastWords(lab, 'thanos-receiver-0', /no external labels configured for receive/)).replace(/^.*err="/, '').slice(0, 120)}`)
  })

  it('what falls is what was foretold to fall at its start, and nothing else', async () => {
    const foretold = lint(printed).filter(({ code }) => AT_START.includes(code)).flatMap((each) => workloadsOf(each, printed))
    const all = [...new Set(foretold)].toSorted()
    expect(all).toEqual(['thanos-compactor', 'thanos-receiver', 'thanos-ruler', 'thanos-store'])
    expect(await eventually('all of them have fallen', async () => {
      const now = await fallen(lab)
      return now.length >= all.length ? now : undefined
    }, 2 * MINUTES)).toEqual(all)
    await eventually('both queriers are ready', async () => (await listPods(lab.api, NAMESPACE)).filter(({ name, isReady }) => name.startsWith('thanos-query-') && isReady).length === 2 || undefined, MINUTES)
  })
})

describe('with the bucket and the external label mended', () => {
  let mended: StackSpec
  beforeAll(async () => {
    mended = applyEdits(printed, finding('receive/no-external-label').fix?.edits ?? [])
    await put(lab, {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: SECRET, namespace: NAMESPACE },
      stringData: { 'objstore.yml': s3Config({ bucket: lab.bucket, endpoint: S3_ENDPOINT, insecure: true, signatureVersion2: false }, lab) },
    })
    await rollOut(lab, mended)
  })

  it('nothing is foretold to fall any more, and nothing falls', async () => {
    // The Secret is withheld from a spec; its placeholders are filled in.
    expect(lint(mended).map(({ code }) => code).filter((code) => AT_START.includes(code))).toEqual(['objstore/placeholder'])
    await allReady(lab, PODS)
    expect(await fallen(lab)).toEqual([])
  })

  it('receive/no-local-endpoint: every pod is ready, and not one sample gets in', async () => {
    const refused = await eventually('writes are refused', async () => {
      const count = await refusals(lab, RECEIVERS)
      return count > 3 ? count : undefined
    }, 4 * MINUTES)
    for (const pod of RECEIVERS) {
      const page = await lab.page(pod, '/metrics')
      // A page that is not there has no series either.
      expect(page).toContain('thanos_build_info')
      expect(page).not.toMatch(/^prometheus_tsdb_head_series\{[^}]*\} [1-9]/m)
    }
    row('receive/no-local-endpoint', `all 11 pods are ready; ${refused} writes ended in 5xx, and no head has a series`)
  })

  it('query/hidden-replicas, store/idle-replicas, query/endpoint-not-here: each querier sees one of the two rulers, one of the three stores, and no sidecar', async () => {
    const queriers = (await allReady(lab, PODS)).filter(({ name }) => name.startsWith('thanos-query-'))
    // They look the names up every half minute.
    const found = z.array(z.unknown()).default([])
    const seen = await eventually('each querier has a ruler and a store', async () => {
      const counts = await Promise.all(queriers.map(async ({ name }) => {
        const { data } = z.object({ data: z.object({ rule: found, store: found, sidecar: found }) }).parse(JSON.parse(await lab.page(name, '/api/v1/stores')))
        return { rulers: data.rule.length, stores: data.store.length, sidecars: data.sidecar.length }
      }))
      return counts.every(({ rulers, stores }) => rulers > 0 && stores > 0) ? counts : undefined
    }, 2 * MINUTES)
    expect(seen).toEqual([{ rulers: 1, stores: 1, sidecars: 0 }, { rulers: 1, stores: 1, sidecars: 0 }])
    row('query/hidden-replicas', 'each of the two queriers has one ruler among its stores, where two run')
    row('store/idle-replicas', 'each of the two queriers has one store among its stores, where three run')
    row('query/endpoint-not-here', 'no querier has a sidecar among its stores')
  })

  it('rule/unknown-metric: no pod of the release has it', async () => {
    const metric = finding('rule/unknown-metric').about?.split(' ').at(-1) ?? ''
    const pages = await Promise.all((await allReady(lab, PODS)).map(({ name }) => lab.page(name, '/metrics')))
    expect(pages).toHaveLength(PODS)
    for (const page of pages) expect(page).toContain('thanos_build_info')
    expect(metric).toBe('thanos_query_duration_seconds_bucket')
    expect(pages.filter((page) => page.includes(metric))).toEqual([])
    row('rule/unknown-metric', `of the metrics of all 11 pods none is ${metric}`)
  })

  it('store/only-recent: the bucket has a day, and nobody answers it until the flag goes', async () => {
    const now = Date.now()
    await putBlock(lab.bucketFolder, { from: now - 30 * HOUR_MS, to: now - 20 * HOUR_MS, labels: { cluster: 'archive' } })
    const query = await lab.open('thanos-query', 9090)
    const history = (): Promise<number> => ask(query, 'count(lab_archive)', { time: String((now - 25 * HOUR_MS) / 1000) }).then((found) => found.length)
    await restart(lab, 'thanos-store')
    await allReady(lab, PODS)
    await eventually('stores have looked at the bucket', async () => (await seenBlocks(lab, 'thanos-store-0').catch(() => 0)) >= 1 || undefined, 2 * MINUTES)
    // An answer that warns of a store that is not back yet is none.
    expect(await eventually('all stores are asked', () => history().catch(() => undefined), MINUTES)).toBe(0)
    await rollOut(lab, applyEdits(mended, finding('store/only-recent', mended).fix?.edits ?? []))
    await restart(lab, 'thanos-store')
    await allReady(lab, PODS)
    await eventually('the day is answered', async () => (await history().catch(() => 0)) > 0 || undefined, 3 * MINUTES)
    row('store/only-recent', 'a block of yesterday is in the bucket and in no answer; without the flag it is answered')
    await rollOut(lab, mended)
  })
})

describe('with its local endpoint as well', () => {
  let spec: StackSpec
  let query: string
  beforeAll(async () => {
    const mended = applyEdits(printed, finding('receive/no-external-label').fix?.edits ?? [])
    spec = applyEdits(mended, finding('receive/no-local-endpoint', mended).fix?.edits ?? [])
    await rollOut(lab, spec)
    query = await lab.open('thanos-query', 9090)
  })

  it('samples are taken in and answered: no error that is left keeps them from it', async () => {
    await eventually('the edge is answered', async () => (await ask(query, 'count(lab_scrape)').catch(() => [])).length > 0 || undefined, 4 * MINUTES)
  })

  it('receive/single-copy: one receiver away, and writes are refused', async () => {
    await allReady(lab, PODS)
    await steady(lab, RECEIVERS)
    await lab.switches.setPodNetwork({ namespace: NAMESPACE, pod: 'thanos-receiver-2', isConnected: false })
    const others = RECEIVERS.slice(0, 2)
    const before = await refusals(lab, others)
    const refused = await eventually('writes are refused', async () => {
      const more = await refusals(lab, others) - before
      return more > 2 ? more : undefined
    }, 4 * MINUTES)
    await lab.switches.setPodNetwork({ namespace: NAMESPACE, pod: 'thanos-receiver-2', isConnected: true })
    row('receive/single-copy', `with thanos-receiver-2 off the network, ${refused} writes ended in 5xx at the other two`)
  })

  it('query/replica-label-missing: once both rulers are seen, each recorded series is there twice', async () => {
    spec = applyEdits(spec, finding('query/hidden-replicas', spec).fix?.edits ?? [])
    await rollOut(lab, spec)
    const copies = await eventually('both rulers have recorded', async () => {
      const found = await ask(query, 'count by (ruler_replica) (cluster:memory_usage:bytes)').catch(() => [])
      return found.length > 1 ? found.map(({ metric }) => metric.ruler_replica ?? '') : undefined
    }, 6 * MINUTES)
    expect(copies.toSorted()).toEqual(['thanos-ruler-0', 'thanos-ruler-1'])
    row('query/replica-label-missing', `an answer that is deduplicated has each recorded series of ${copies.toSorted().join(' and ')}`)
  })

  it('workload/frozen-file: a changed ring reaches a receiver when its pod is made anew, and not before', async () => {
    const hashes = (): Promise<string[]> => Promise.all(RECEIVERS.map(async (pod) => /^thanos_receive_config_hash(?:\{[^}]*\})? (\S+)/m.exec(await lab.page(pod, '/metrics'))?.[1] ?? ''))
    await allReady(lab, PODS)
    const before = await eventually('all of them have read the ring', async () => {
      const now = await hashes()
      // It is 0 until then.
      return now.every((hash) => /^[1-9]/.test(hash)) ? now : undefined
    }, MINUTES)
    expect(new Set(before).size).toBe(1)
    const [ring] = render(spec).filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.includes('hashring'))
    const { data } = z.looseObject({ data: z.record(z.string(), z.string()) }).parse(ring)
    // The same receivers in another order are another file.
    await lab.api.must('PATCH', `/api/v1/namespaces/${NAMESPACE}/configmaps/${ring?.metadata.name}?fieldManager=kubectl`, { data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, reversed(text)])) }, 'application/merge-patch+json')
    await lab.api.must('DELETE', `/api/v1/namespaces/${NAMESPACE}/pods/thanos-receiver-0?gracePeriodSeconds=1`)
    // Files of whole folders are with their pods in a fifth of a second here, long before this one is back.
    const after = await eventually('the new pod has the new ring', async () => {
      const now = await hashes().catch(() => before)
      return /^[1-9]/.test(now[0] ?? '') && now[0] !== before[0] ? now : undefined
    }, 2 * MINUTES)
    expect(after.slice(1)).toEqual(before.slice(1))
    row('workload/frozen-file', 'a changed ring is with the receiver whose pod is made anew; the others keep the old one')
  })

  it('receive/no-budget: two receivers are evicted at once; with a budget the second has to wait', async () => {
    await allReady(lab, PODS)
    expect(await Promise.all(['thanos-receiver-0', 'thanos-receiver-1'].map((pod) => evict(lab, pod)))).toEqual([201, 201])
    const kept = applyEdits(spec, finding('receive/no-budget', spec).fix?.edits ?? [])
    await rollOut(lab, kept)
    await allReady(lab, PODS)
    await eventually('the budget allows one', async () => (await allowed(lab)) === 1 || undefined, MINUTES)
    expect([await evict(lab, 'thanos-receiver-0'), await evict(lab, 'thanos-receiver-1')]).toEqual([201, 429])
    row('receive/no-budget', 'the API server evicts two receivers at once; with a budget it answers 429 to the second')
  })
})

it('is written down in docs/guide-mistakes.md: what was seen here, and why what else was found was not', async () => {
  const [, chapter = ''] = (await readFile(DOCUMENT, 'utf8')).split('## What the real thing did')
  const codesIn = (text: string): string[] => [...text.matchAll(/^\| `([a-z-]+\/[a-z0-9-]+)` \|/gm)].map(([, code]) => code ?? '').toSorted()
  const [table = '', excuses = ''] = chapter.split('### What was not made here')
  expect(codesIn(table)).toEqual([...seen].toSorted())
  const foretold = new Set(lint(printed).map(({ code }) => code))
  expect(codesIn(excuses)).toEqual([...foretold].filter((code) => !seen.has(code)).toSorted())
})
