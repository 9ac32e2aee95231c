// Knows how to run a program that cannot outlive this process, whatever ends it.
import { spawn } from 'node:child_process'
import { openSync, closeSync } from 'node:fs'

/**
 * The shell waits for the program; its second half reads a pipe that only this process holds open. However this
 * process ends, kill -9 included, the pipe ends with it and the program is killed. Plain sh: no pdeathsig, which
 * belongs to a thread and to Linux.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
{ cat <&3; kill -KILL "$child"; } >/dev/null 2>&1 &
watcher=$!
wait "$child"
code=$?
kill "$watcher"
exit "$code"
`

export type Child = {
  readonly name: string
  /** Settles when the program has ended, with a few words on how; never rejects. */
  readonly ended: Promise<string>
  /** Kills the program and waits until it has ended. Safe to call again. */
  readonly stop: () => Promise<void>
}

export type ChildOptions = { name: string; command: string; args: readonly string[]; logFile: string }

/** Starts a program whose output goes to `logFile` and which is killed when this process ends. */
export function startChild({ name, command, args, logFile }: ChildOptions): Child {
  const log = openSync(logFile, 'a')
  const shell = spawn('sh', ['-c', GUARD, 'sh', command, ...args], { stdio: ['pipe', log, log] })
  closeSync(log)
  const ended = new Promise<string>((resolve) => {
    shell.once('error', (error) => { resolve(error.message) })
    shell.once('exit', (code, signal) => { resolve(signal === null ? `exit code ${code}` : signal) })
  })
  // The watching half must go too when the program ended by itself.
  void ended.then(() => shell.stdin?.destroy())
  return {
    name,
    ended,
    async stop() {
      shell.stdin?.destroy()
      await ended
    },
  }
}
