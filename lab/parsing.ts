// Knows how to have a Thanos binary read a command line and stop before it does anything.
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** `why` is kingpin's sentence, as far as it concerns the command line. */
export type Verdict = { readonly kind: 'read' } | { readonly kind: 'refused'; readonly why: string }

/**
 * The first thing that Thanos does once every flag is read is to open its tracing configuration (cmd/thanos/main.go), and this one is not there:
 * a process that complains of it has read all the rest. So command lines that are tried carry no tracing flag of their own.
 */
const STOP = '--tracing.config-file=/nonexistent/stop'
const STOPPED = 'getting tracing config failed'
/** What comes between the two: the logger, which needs a journal for the format journald, and the limit of the memory. */
const BEFORE_STOP = ['failed to create logger', 'failed to configure Go runtime memory limits']

/** What a Thanos binary says to a command line: the component and its flags. Throws when it got further than reading, or not so far. */
export async function tryToRead(thanos: string, argv: readonly string[]): Promise<Verdict> {
  const tried = [...argv, STOP]
  const said = await run(thanos, tried)
  if ([STOPPED, ...BEFORE_STOP].some((past) => said.includes(past))) return { kind: 'read' }
  const why = refusal(said, `[${[thanos, ...tried].join(' ')}]: `)
  if (why === undefined) throw new Error(`neither read nor refused: ${JSON.stringify(tried)}: ${said.slice(-500)}`)
  return { kind: 'refused', why }
}

/** A value that can't be read is told after the whole command line; a flag that is not there or lacks its value by kingpin itself. */
function refusal(said: string, commandLine: string): string | undefined {
  const ours = said.lastIndexOf(`error parsing commandline arguments: ${commandLine}`)
  if (ours >= 0) return said.slice(said.indexOf(commandLine, ours) + commandLine.length).trim()
  // The time of --min-time= is looked at without a look at its length (v0.42.4).
  const broken = /^panic: .*$/m.exec(said)?.[0]
  return broken ?? /^thanos: error: ([\s\S]*)$/m.exec(said)?.[1]?.replace(/, try --help\s*$/, '').trim()
}

/** The help of one component: --help-long is that of all components. */
export function helpText(thanos: string, kind: string): Promise<string> {
  return run(thanos, [kind, '--help'])
}

/** Does something with every item, as many at a time as there are processors, and gives the answers in the order of the items. */
export async function inParallel<Item, Answer>(items: readonly Item[], answer: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  let next = 0
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let at = next++; at < items.length; at = next++) for (const item of items.slice(at, at + 1)) answers[at] = await answer(item)
  }))
  return answers
}

/** Everything that a program says until it ends by itself. */
export function run(program: string, argv: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // One thread is enough to read flags, and thousands of these run.
    execFile(program, argv, { env: { ...process.env, GOMAXPROCS: '1', GOGC: 'off' }, timeout: 60_000, maxBuffer: 8 << 20 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error)
      else resolve(stdout + stderr)
    })
  })
}
