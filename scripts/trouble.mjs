// A failure that the person at the terminal can mend: what happened, and what to do about it, on one line.

export class Trouble extends Error {
  /**
   * @param {string} what what happened, to what; no full stop
   * @param {string} todo what to do about it; no full stop
   * @param {{cause?: unknown, tail?: string}} [options] tail: the last lines of a tool's output, shown above the line
   */
  constructor(what, todo, { cause, tail } = {}) {
    super(`${what}: ${todo}`, { cause })
    this.name = 'Trouble'
    this.tail = tail
  }
}

/** Prints a failure as its one line and gives the exit code; anything but a Trouble is our mistake and keeps its stack. */
export function report(error) {
  if (error instanceof Trouble) {
    if (error.tail) process.stderr.write(`${error.tail.trimEnd()}\n`)
    process.stderr.write(`gauntlet: ${error.message}\n`)
  } else {
    process.stderr.write(`gauntlet: this is a defect of Gauntlet, report it with these lines\n${error?.stack ?? error}\n`)
  }
  return 1
}
