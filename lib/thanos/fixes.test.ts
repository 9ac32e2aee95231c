// What a fix promises: its finding is gone, nothing else breaks, and taking all safe ones comes to an end.
import { describe, expect, it, vi } from 'vitest'
import { example } from '../testing/examples.ts'
import { isJsonObject, type Json } from '../manifest/types.ts'
import { getAt } from '../manifest/pointer.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import type { Finding } from './finding.ts'
import { lint } from './lint.ts'
import { objects } from './pod.ts'
import { render } from './render.ts'
import type { StackSpec } from './spec.ts'

type Files = { name: string; text: string }[]
vi.setConfig({ testTimeout: 60_000 })

/** The files with one line left out, for every line that sets a flag, a label, a port, a mount or an address. */
function withoutOneLine(files: Files): [string, Files][] {
  return files.flatMap((file, index) => file.text.split('\n').flatMap((line, at): [string, Files][] => (
    /^\s+- --|clusterIP|serviceName|subPath|secretName|namespace:|mountPath/.test(line)
      ? [[`${file.name}:${at + 1} ${line.trim()}`, files.with(index, { ...file, text: file.text.split('\n').toSpliced(at, 1).join('\n') })]]
      : [])))
}

// Of an endpoint that moves into a file, what was said before is said at its new place.
const key = ({ code, object, path }: Finding): string => (code.startsWith('query/') ? `${code} ${object}` : `${code} ${object} ${path}`)
const judge = (spec: StackSpec, thanos: string | undefined): Finding[] => lint(spec, thanos === undefined ? {} : { thanos })

/** Names that one pod has twice: Kubernetes refuses it. */
function doubles(spec: StackSpec): string[] {
  return render(spec).flatMap((object) => {
    const pod = getAt(object, '/spec/template/spec')
    if (!isJsonObject(pod)) return []
    const lists: [string, Json | undefined][] = objects(pod.containers).flatMap((container): [string, Json | undefined][] => [['name', container.env], ['mountPath', container.volumeMounts]])
    return [...lists, ['name', pod.volumes] as const].flatMap(([field, list]) => {
      const names = objects(list).map((item) => String(item[field]))
      return names.filter((name, at) => names.indexOf(name) !== at)
    })
  })
}

/** What goes wrong when each fix is taken alone. */
function broken(files: Files, thanos: string | undefined): string[] {
  const { spec } = adopt(files)
  const before = judge(spec, thanos)
  const known = new Set(before.map(key))
  return before.flatMap((finding) => {
    if (!finding.fix) return []
    const fixed = applyEdits(spec, finding.fix.edits)
    const after = judge(fixed, thanos)
    const stays = after.filter((other) => key(other) === key(finding) && other.message.en === finding.message.en).map(() => `${finding.code} stays`)
    const comes = after.filter((other) => other.severity !== 'advice' && !known.has(key(other))).map((other) => `${finding.code} brings ${other.code}: ${other.message.en}`)
    return [...stays, ...comes, ...doubles(fixed).map((name) => `${finding.code} has ${name} twice`)]
  })
}

function withAllSafe(spec: StackSpec, thanos: string | undefined, most: number): StackSpec {
  let fixed = spec
  for (let taken = 0; taken < most; taken += 1) {
    const fix = judge(fixed, thanos).find((finding) => finding.fix?.safe === true)?.fix
    if (!fix) return fixed
    fixed = applyEdits(fixed, fix.edits)
  }
  throw new Error(`no end after ${most} fixes: ${judge(fixed, thanos).map(({ code }) => code).join(', ')}`)
}

const RELEASES = [undefined, 'v0.31', 'v0.38', 'v0.42']

describe.each(RELEASES)('under %s', (thanos) => {
  it.each(['guide', 'minimal', 'corrected', 'router-ingestors', 'store-shards'])('each fix for %s mends what it is offered for and breaks nothing', (name) => {
    expect(broken(example(name), thanos)).toEqual([])
  })

  it('all safe fixes for the guide come to an end, one by one and all at once, and leave what a person must decide', () => {
    const { spec } = adopt(example('guide'))
    const one = withAllSafe(spec, thanos, 30)
    const all = [1, 2, 3, 4, 5].reduce((fixed) => applyEdits(fixed, judge(fixed, thanos).flatMap(({ fix }) => (fix?.safe ? fix.edits : []))), spec)
    const left = ['objstore/placeholder', 'store/caches-above-limit', 'rule/unknown-metric', 'receive/short-retention', 'receive/single-copy']
    for (const fixed of [one, all]) {
      expect(judge(fixed, thanos).filter(({ severity }) => severity !== 'advice').map(({ code }) => code)).toEqual(left)
      expect(doubles(fixed)).toEqual([])
    }
  })
})

describe.each(['minimal', 'corrected'])('of %s with a line left out', (name) => {
  it('each fix mends what it is offered for and breaks nothing', () => {
    const found = withoutOneLine(example(name)).flatMap(([line, files]) => broken(files, undefined).map((trouble) => `${line}: ${trouble}`))
    expect(found).toEqual([])
  })

  it('all safe fixes come to an end', () => {
    for (const [line, files] of withoutOneLine(example(name))) expect(() => withAllSafe(adopt(files).spec, 'v0.42', 20), line).not.toThrow()
  })
})

describe('POD_NAME', () => {
  const receiver = (env: string): Files => [{ name: 'r.yaml', text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: r, namespace: m }
spec:
  serviceName: r
  replicas: 2
  template:
    metadata: { labels: { app: r } }
    spec:
      containers:
        - name: r
          image: thanos:v0.42.0
          args: [receive, --tsdb.path=/x]
${env}          volumeMounts: [{ name: x, mountPath: /x }]
      volumes: [{ name: x, emptyDir: {} }]
` }]
  const names = (files: Files): unknown[] => {
    const { spec } = adopt(files)
    const fixed = applyEdits(spec, lint(spec).flatMap(({ fix }) => (fix?.safe ? [...fix.edits, ...fix.edits] : [])))
    return objects(getAt(render(fixed)[0] ?? null, '/spec/template/spec/containers/0/env')).map(({ name }) => name)
  }

  it('is added once, above the variables that use it', () => {
    expect(names(receiver(''))).toEqual(['POD_NAME'])
    expect(names(receiver('          env: []\n'))).toEqual(['POD_NAME'])
    expect(names(receiver('          env: [{ name: A, value: b }]\n'))).toEqual(['A', 'POD_NAME'])
    expect(names(receiver('          env: [{ name: SELF, value: $(POD_NAME).r }]\n'))).toEqual(['POD_NAME', 'SELF'])
    expect(names(receiver('          env: [{ name: POD_NAME, value: fixed }]\n'))).toEqual(['POD_NAME'])
  })

  it('is not offered where env is no list', () => {
    expect(lint(adopt(receiver('          env: { a: b }\n')).spec).flatMap(({ fix }) => fix?.edits ?? []).some((edit) => edit.op === 'field.set' && edit.pointer.includes('/env'))).toBe(false)
  })
})
