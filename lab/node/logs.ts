// Knows what a container wrote: its last lines with their times, and how the kubelet's log endpoint picks among them.
import { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'

/** A kubelet rotates its files at 10 MiB. */
const KEPT_LINES = 50_000

export type LogLine = { readonly at: Date; readonly text: string }

export type LogQuery = { tailLines?: number; since?: Date; timestamps: boolean; limitBytes?: number }

export type ContainerLog = {
  readonly write: (text: string) => void
  /** Writes each line of a stream; resolves when the stream has ended. */
  readonly take: (stream: Readable) => Promise<void>
  readonly close: () => void
  readonly lines: () => readonly LogLine[]
  /** Calls with every line from now on, until the returned function is called or the log is closed. */
  readonly follow: (onLine: (line: LogLine) => void, onClose: () => void) => () => void
}

/** The log of one run of one container. */
export function createLog(): ContainerLog {
  let lines: LogLine[] = []
  let isClosed = false
  const emitter = new EventEmitter().setMaxListeners(0)
  const write = (text: string): void => {
    const line = { at: new Date(), text }
    lines.push(line)
    if (lines.length > KEPT_LINES * 1.2) lines = lines.slice(-KEPT_LINES)
    emitter.emit('line', line)
  }
  return {
    write,
    take: (stream) => new Promise((resolve) => { createInterface({ input: stream }).on('line', write).once('close', resolve) }),
    close() {
      isClosed = true
      emitter.emit('end')
    },
    lines: () => lines,
    follow(onLine, onClose) {
      if (isClosed) {
        onClose()
        return () => {}
      }
      emitter.on('line', onLine).once('end', onClose)
      return () => { emitter.off('line', onLine).off('end', onClose) }
    },
  }
}

/** The lines that a query asks for, as the kubelet would send them. */
export function selectLines(lines: readonly LogLine[], { tailLines, since, timestamps, limitBytes }: LogQuery): string {
  const young = since === undefined ? lines : lines.filter(({ at }) => at >= since)
  const last = tailLines === undefined ? young : young.slice(Math.max(0, young.length - tailLines))
  const text = last.map((line) => formatLine(line, timestamps)).join('')
  return limitBytes === undefined ? text : Buffer.from(text).subarray(0, limitBytes).toString()
}

/** One line with its line feed, and with its time in front when asked for. */
export function formatLine({ at, text }: LogLine, timestamps: boolean): string {
  return timestamps ? `${at.toISOString()} ${text}\n` : `${text}\n`
}
