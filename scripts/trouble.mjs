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

/** Translates the failures of the file system that mean "not here". */
export function diskTrouble(error, path) {
  const reasons = {
    EACCES: 'permission denied', EPERM: 'permission denied', EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full', ENOTDIR: 'a part of the path is a file', EEXIST: 'a file is in the way', EDQUOT: 'the disk quota is used up',
  }
  const reason = reasons[error?.code]
  if (!reason) return error
  return new Trouble(`cannot write ${path} (${reason})`, 'make it writable or choose another directory with GAUNTLET_DATA=/path', { cause: error })
}
