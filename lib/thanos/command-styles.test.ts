// Ways in which a container says what Thanos is to do: each is read, judged and edited, and comes out as it came in.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { adoptObjects } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { flagValue, kindOfCommand, renderArgs } from './read-args.ts'
import type { Edit } from './edit.ts'
import { lint } from './lint.ts'
import { render } from './render.ts'
import { renderShellLine, thanosCommand } from './shell-line.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from './spec.ts'

const ID = 'StatefulSet/m/thanos-store'

function podOf(containers: JsonObject[], more: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'thanos-store', namespace: 'm' },
    spec: { replicas: 1, template: { metadata: { labels: { app: 'store' } }, spec: { ...more, containers } } },
  }
}

function adopted(container: JsonObject): { spec: StackSpec; workload: Workload } {
  const { spec } = adoptObjects([podOf([{ name: 'thanos', image: 'thanos:v0.42.0', ...container }])])
  const [workload] = workloads(spec)
  if (!workload) throw new Error('no workload was read')
  return { spec, workload }
}

function containerAfter(spec: StackSpec, ...edits: Edit[]): Json | undefined {
  const [object] = render(applyEdits(spec, edits))
  return (object as unknown as { spec: { template: { spec: { containers: Json[] } } } }).spec.template.spec.containers[0]
}

const set = (flag: string, ...values: string[]): Edit => ({ op: 'flag.set', object: ID, flag, values })

const LINE = `set -e
export REPLICA=$(hostname)
exec /bin/thanos store \\
  --data-dir=/var/thanos --min-time="-2w" \\
  --objstore.config="$(OBJSTORE)" --log.level "$LEVEL" # loud
  echo done`

describe('a container that runs Thanos', () => {
  it.each<[string, JsonObject]>([
    ['args alone', { args: ['store', '--data-dir=/var/thanos', '--min-time=-2w', '--log.level', 'debug'] }],
    ['command and args', { command: ['/bin/thanos'], args: ['store', '--data-dir=/var/thanos', '--min-time', '-2w', '--log.level=debug'] }],
    ['the component in the command', { command: ['thanos', 'store'], args: ['--data-dir=/var/thanos', '--min-time=-2w', '--log.level=debug'] }],
    ['all in the command', { command: ['thanos', 'store', '--data-dir=/var/thanos', '--min-time=-2w', '--log.level=debug'] }],
    ['flags in both', { command: ['thanos', 'store', '--data-dir', '/var/thanos'], args: ['--min-time=-2w', '--log.level=debug'] }],
    ['an init process', { command: ['/sbin/tini', '--', '/bin/thanos'], args: ['store', '--data-dir=/var/thanos', '--min-time=-2w', '--log.level=debug'] }],
    ['env before it', { command: ['/usr/bin/env', 'GOGC=50', 'thanos', 'store', '--data-dir=/var/thanos', '--min-time=-2w', '--log.level=debug'] }],
    ['a shell', { command: ['/bin/sh', '-c', 'exec thanos store --data-dir=/var/thanos --min-time=-2w --log.level=debug'] }],
    ['a shell with its line in args', { command: ['bash', '-euc'], args: ['thanos store --data-dir=/var/thanos --min-time=\'-2w\' --log.level "debug" 2>&1 | tee /log'] }],
    ['a shell in args alone', { args: ['sh', '-c', '[ -d /x ] || mkdir /x; if true; then GOGC=50 exec thanos store --data-dir=/var/thanos --min-time=-2w --log.level=debug; fi'] }],
  ])('is read with %s, and comes out as it came in', (_how, container) => {
    const { spec, workload } = adopted(container)
    expect(workload.kind).toBe('store')
    expect(['data-dir', 'min-time', 'log.level'].map((flag) => flagValue(workload.args, flag))).toEqual(['/var/thanos', '-2w', 'debug'])
    expect(JSON.stringify(containerAfter(spec))).toBe(JSON.stringify({ name: 'thanos', image: 'thanos:v0.42.0', ...container }))
    expect(lint(spec).map(({ code }) => code)).toContain('store/only-recent')
  })

  it('takes edits where its flags stand, and new ones among the args', () => {
    const { spec } = adopted({ command: ['thanos', 'store', '--data-dir', '/a', '--selector.relabel-config=x'], args: ['--min-time=-2w'] })
    expect(containerAfter(spec, set('data-dir', '/b'), set('min-time'), set('max-time', '-6h'))).toMatchObject({
      command: ['thanos', 'store', '--data-dir', '/b', '--selector.relabel-config=x'], args: ['--max-time=-6h'],
    })
  })

  it('is left alone where the command cuts a flag from its value', () => {
    const { spec, workload } = adopted({ command: ['thanos', 'store', '--data-dir'], args: ['/var/thanos', '--min-time=-2w'] })
    expect(flagValue(workload.args, 'min-time')).toBe('-2w')
    expect(containerAfter(spec)).toMatchObject({ command: ['thanos', 'store', '--data-dir'], args: ['/var/thanos', '--min-time=-2w'] })
  })
})

describe('a line of a shell', () => {
  it('gives its flags, with what only the shell or the kubelet knows as it is written', () => {
    const { workload } = adopted({ command: ['sh', '-c', LINE] })
    expect(renderArgs(workload.args)).toEqual(['store', '--data-dir=/var/thanos', '--min-time=-2w', '--objstore.config=$(OBJSTORE)', '--log.level', '$LEVEL'])
  })

  it('takes an edit in its place and keeps every other character', () => {
    const { spec } = adopted({ command: ['sh', '-c', LINE] })
    expect(containerAfter(spec, set('min-time', '-3w'))).toMatchObject({ command: ['sh', '-c', LINE.replace('--min-time="-2w"', '--min-time=-3w')] })
    expect(containerAfter(spec, set('min-time'))).toMatchObject({ command: ['sh', '-c', LINE.replace(' --min-time="-2w"', '')] })
    expect(containerAfter(spec, set('max-time', '-6h'))).toMatchObject({ command: ['sh', '-c', LINE.replace('"$LEVEL"', '"$LEVEL" --max-time=-6h')] })
  })

  it('quotes what a shell would take apart, and keeps alive what it is to expand', () => {
    const { spec } = adopted({ command: ['sh', '-c', 'thanos receive --label=a=1'] })
    const line = (value: string): unknown => (containerAfter(spec, set('label', value)) as { command: string[] }).command[2]
    expect(line('replica="$(POD_NAME)"')).toBe(`thanos receive '--label=replica="$(POD_NAME)"'`)
    expect(line('replica="$HOSTNAME"')).toBe(String.raw`thanos receive "--label=replica=\"$HOSTNAME\""`)
    expect(line("it's; rm -rf /")).toBe(String.raw`thanos receive '--label=it'\''s; rm -rf /'`)
  })

  it.each([
    ['a flag of every component', ['--log.level=debug', '--no-enable-auto-gomemlimit', 'query']], ['one with its value apart', ['/bin/thanos', '--log.format', 'json', 'query']],
    ['another priority', ['nice', 'thanos', 'query']],
  ])('finds the component behind %s, and gives the words back', (_what, words) => {
    const { spec } = adoptObjects([podOf([{ name: 'thanos', args: [...words, '--query.timeout=1m'] }])])
    expect(spec.objects).toMatchObject([{ type: 'workload', kind: 'query' }])
    expect(JSON.stringify(render(spec))).toContain(JSON.stringify([...words, '--query.timeout=1m']))
  })

  it.each([['--target', 'query'], ['--storage=x', 'store'], ['--log.level', 'query']])('takes %s %s for no Thanos', (...words) => {
    expect(kindOfCommand(words)).toBeUndefined()
  })

  it.each([
    ['a quoted mention', 'echo "thanos store --x"'], ['an argument of something else', 'grep thanos store'], ['a quote that is not closed', 'thanos store --x="y'], ['a command of the tools', 'thanos tools bucket ls'],
    ['nothing', ''], ['a substitution that is not closed', 'thanos store --x=$(y'],
  ])('says nothing for %s', (_what, line) => {
    expect(thanosCommand(line)).toBeUndefined()
    const { spec } = adoptObjects([podOf([{ name: 'thanos', command: ['sh', '-c', line] }])])
    expect(spec.objects[0]).toMatchObject({ type: 'object', managed: false })
  })

  it('gives its words back whatever is edited into it', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('a b', "it's", 'a"b', '$(POD_NAME)', '*', ';', '\\', '#x', '', '\n', '&&'))
      .filter((word) => !/\$(?:\w|\{|\((?![\w.-]+\)))|`|^\s/.test(word))
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
      const args = [{ style: 'word' as const, text: 'store' }, ...values.map((word) => ({ style: 'equals' as const, flag: 'label', value: word }))]
      const line = renderShellLine(LINE, 'store', args)
      expect(thanosCommand(line)?.argv).toEqual(renderArgs(args))
      expect(line.startsWith('set -e\nexport REPLICA=$(hostname)\nexec /bin/thanos store')).toBe(true)
      expect(line.endsWith(' # loud\n  echo done')).toBe(true)
    }), { numRuns: 500 })
  })
})

describe('several containers', () => {
  const pod = podOf([
    { name: 'proxy', image: 'envoy:v1', args: ['--config=/x'] },
    { name: 'sidecar', image: 'thanos:v0.42.0', args: ['sidecar', '--prometheus.url=http://localhost:9090', '--nonsense=1'] },
    { name: 'store', image: 'thanos:v0.42.0', args: ['store', '--min-time=-2w'] },
  ], { initContainers: [{ name: 'wait', image: 'busybox:1', command: ['sh', '-c', 'until nc -z a 1; do sleep 1; done'] }] })

  it('make one workload, of the one that is no sidecar, and render back', () => {
    const { spec } = adoptObjects([pod])
    expect(workloads(spec).map(({ kind, container }) => `${kind} ${container}`)).toEqual(['store store'])
    expect(JSON.stringify(render(spec))).toBe(JSON.stringify([pod]))
  })

  it('are each judged, under a name of its own', () => {
    const findings = lint(adoptObjects([pod]).spec)
    expect(findings.filter(({ object }) => object === `${ID}:sidecar`).map(({ path }) => path)).toEqual(['flags.nonsense'])
    expect(findings.some(({ object, path }) => object === ID && path === 'flags.min-time')).toBe(true)
    expect(findings.some(({ object, path }) => object === ID && path === 'flags.nonsense')).toBe(false)
  })

  it('are each edited in their own place', () => {
    const { spec } = adoptObjects([pod])
    const after = applyEdits(spec, [{ op: 'flag.set', object: `${ID}:sidecar`, flag: 'nonsense', values: [] }, set('min-time', '-4w')])
    expect(after.objects.map(specObjectId)).toEqual([ID])
    const containers = (render(after)[0] as unknown as { spec: { template: { spec: { containers: { args: string[] }[] } } } }).spec.template.spec.containers
    expect(containers.map(({ args }) => args)).toEqual([['--config=/x'], ['sidecar', '--prometheus.url=http://localhost:9090'], ['store', '--min-time=-4w']])
  })

  it('count when they are started first and stay, as sidecars of newer clusters do', () => {
    const { spec } = adoptObjects([podOf([{ name: 'prometheus', image: 'prometheus:v3' }], { initContainers: [{ name: 'thanos', restartPolicy: 'Always', image: 'thanos:v0.42.0', args: ['sidecar'] }] })])
    expect(workloads(spec).map(({ kind }) => kind)).toEqual(['sidecar'])
    expect(JSON.stringify(render(spec))).toContain('"args":["sidecar"]')
  })
})
