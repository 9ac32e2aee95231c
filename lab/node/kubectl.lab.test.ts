// What a person sees of a pod with kubectl itself, built from the module of the same Kubernetes (lab/kubectl).
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { beforeAll, expect, inject, it } from 'vitest'
import { buildKubectl } from '../build.ts'
import { eventually } from '../eventually.ts'
import { DUMMY, givenNamespace, type Given } from './given.ts'

const NAMESPACE = 'node-kubectl'
const BUILD_TIMEOUT_MS = 30 * 60_000

let given: Given
let kubectl: string
beforeAll(async () => {
  given = await givenNamespace(NAMESPACE)
  kubectl = await buildKubectl({ log: console.error })
}, BUILD_TIMEOUT_MS)

type Said = { readonly code: number; readonly out: string; readonly err: string }

/** Of whoever runs the tests nothing is read: no configuration, no cache of another cluster. */
const env = (): NodeJS.ProcessEnv => ({ ...process.env, HOME: '/nonexistent', KUBECONFIG: inject('nodes').kubeconfig })
const argv = (words: readonly string[]): string[] => ['--context', 'admin', '--namespace', NAMESPACE, '--cache-dir', '/nonexistent', ...words]

/** Runs kubectl as the admin until it ends by itself. */
function run(...words: string[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    execFile(kubectl, argv(words), { env: env(), timeout: 50_000 }, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(error)
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

it('logs: all lines, the last ones, those of a time, a number of bytes, and their times', async () => {
  await given.pod('talking', { containers: [{ args: ['-say', 'hello'] }] })
  await given.ready('talking')
  for (const line of ['one', 'two', 'three']) await given.ask('talking', `/print?line=${line}`)
  await eventually('all lines are there', async () => (await run('logs', 'talking')).out === 'started hello\none\ntwo\nthree\n' || undefined)
  expect(await run('logs', 'talking', '--tail=2')).toEqual({ code: 0, out: 'two\nthree\n', err: '' })
  expect((await run('logs', 'talking', '--tail=0')).out).toBe('')
  expect((await run('logs', 'talking', '--since=1h', '--tail=1')).out).toBe('three\n')
  expect((await run('logs', 'talking', '--since-time=2099-01-01T00:00:00Z')).out).toBe('')
  expect((await run('logs', 'talking', '--limit-bytes=7')).out).toBe('started')
  expect((await run('logs', 'talking', '--tail=1', '--timestamps')).out).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z three\n$/)
})

it('logs -f: each line as it comes, from the last ones on, until the container ends', async () => {
  await given.pod('followed', { restartPolicy: 'Never', containers: [{}] })
  await given.ready('followed')
  await given.ask('followed', '/print?line=before')
  await eventually('the line is there', async () => (await run('logs', 'followed')).out.includes('before') || undefined)
  const child = spawn(kubectl, argv(['logs', '-f', '--tail=1', 'followed']), { env: env(), stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    const ended = once(child, 'exit')
    const complaint = text(child.stderr)
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => { said += part })
    const all = once(child.stdout, 'end')
    await eventually('the last line has come', () => said === 'before\n' || undefined)
    for (const line of ['later', 'last']) {
      await given.ask('followed', `/print?line=${line}`)
      await eventually(`${line} has come`, () => said.endsWith(`${line}\n`) || undefined)
    }
    expect(child.exitCode).toBe(null)
    await given.ask('followed', '/exit?code=0').catch(() => undefined) // its connection may break
    expect(await ended).toEqual([0, null])
    await all
    expect(said).toBe('before\nlater\nlast\n')
    expect(await complaint).toBe('')
  } finally {
    child.kill('SIGKILL')
  }
})

it('logs --previous: the run before, and that there is none', async () => {
  await given.pod('again', { containers: [{ args: ['-say', 'run'] }] })
  await given.ready('again')
  expect(await run('logs', '--previous', 'again')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('previous terminated container "main" in pod "again" not found') })
  await given.ask('again', '/print?line=before')
  await eventually('the line is there', async () => (await run('logs', 'again')).out.includes('before') || undefined)
  await given.ask('again', '/exit?code=1').catch(() => undefined) // its connection may break
  await given.until('again', 'runs again', ({ status: { containerStatuses: [main] } }) => main?.restartCount === 1 && main.ready)
  expect(await run('logs', '--previous', 'again')).toEqual({ code: 0, out: 'started run\nbefore\n', err: '' })
  expect(await run('logs', 'again')).toEqual({ code: 0, out: 'started run\n', err: '' })
})

it('logs: of one container of several, of all of them, and of all pods of a label', async () => {
  await given.pod('both', { containers: [{ args: ['-say', 'here'] }, { name: 'other', image: DUMMY, args: ['-say', 'there', '-exit', '0', '-after', '1h'] }] }, { app: 'both' })
  await given.ready('both')
  expect((await run('logs', 'both', '-c', 'other')).out).toBe('started there\n')
  expect((await run('logs', 'both', '-c', 'third'))).toMatchObject({ code: 1, err: expect.stringContaining('container third is not valid for pod both') })
  expect((await run('logs', 'both', '--all-containers', '--prefix')).out.split('\n').toSorted()).toEqual(['', '[pod/both/main] started here', '[pod/both/other] started there'])
  expect((await run('logs', '-l', 'app=both', '-c', 'main')).out).toBe('started here\n')
})

it('logs: that a container has not started yet, or is not there', async () => {
  await given.pod('unborn', { containers: [{ image: 'registry.example.com/none:v1' }] })
  await given.until('unborn', 'waits', ({ status }) => status.containerStatuses[0]?.state.waiting?.reason === 'ImagePullBackOff')
  expect(await run('logs', 'unborn')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('container "main" in pod "unborn" is waiting to start') })
  expect(await run('logs', 'nobody')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('pods "nobody" not found') })
})

it('exec, which these nodes do not serve, is refused with a sentence that says so', async () => {
  await given.pod('closed', {})
  await given.ready('closed')
  const { code, out, err } = await run('exec', 'closed', '--', 'dummy', 'has', '/bin/dummy')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain('the lab\'s nodes do not serve /exec')
})
