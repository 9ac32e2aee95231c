import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ringHashes } from './ring-hash.ts'

describe('the hash of a hashring file', () => {
  test.each(['', '[]\n', '[{"endpoints":["a:10901"]}]', '[{"hashring":"한국"}]\r\n'])('of %j is the first six bytes of SHA-256 and of MD5', (content) => {
    expect(ringHashes(content)).toEqual(['sha256', 'md5'].map((kind) => createHash(kind).update(content).digest().readUIntLE(0, 6)))
  })
})
