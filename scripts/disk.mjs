// Directories of ours, and the failures of the file system that mean "not here".
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Trouble } from './trouble.mjs'

const REASONS = {
  EACCES: 'permission denied', EPERM: 'permission denied', EROFS: 'the file system is read-only', ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up', ENOTDIR: 'a part of the path is a file', EEXIST: 'a file is in the way', ENOENT: 'it cannot be made',
}

/**
 * Makes a directory and its parents, open to be passed through by all but readable as the parents are.
 * Not mkdirSync's `recursive`: that one never ends where a parent refuses with ENOENT, as /proc does.
 */
export function makeDirectory(path, mode = 0o755) {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(path) !== path) makeDirectory(dirname(path))
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    if (error.code !== 'EEXIST' || !statSync(path).isDirectory()) throw error
  }
}

/** Translates a failure to write `path`; others come back as they are. */
export function diskTrouble(error, path) {
  const reason = REASONS[error?.code]
  if (!reason) return error
  return new Trouble(`cannot write ${path} (${reason})`, 'make it writable or choose another directory with GAUNTLET_DATA=/path', { cause: error })
}
