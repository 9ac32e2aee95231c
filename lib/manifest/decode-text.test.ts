import { describe, expect, it } from 'vitest'
import { decodeText, tooLarge } from './decode-text.ts'

const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words)
const utf16 = (words: string, isBig: boolean): number[] => [...words].flatMap((char) => {
  const code = char.charCodeAt(0)
  return isBig ? [code >> 8, code & 255] : [code & 255, code >> 8]
})

describe('decodeText', () => {
  it.each([
    ['UTF-8', utf8('a: 가\n'), 'a: 가\n'],
    ['UTF-8 with a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8('a: 1\r\n')), 'a: 1\r\n'],
    ['UTF-16 of little end', Uint8Array.of(0xff, 0xfe, ...utf16('a: 가\n', false)), 'a: 가\n'],
    ['UTF-16 of big end', Uint8Array.of(0xfe, 0xff, ...utf16('a: 가\n', true)), 'a: 가\n'],
    ['UTF-16 without a mark', Uint8Array.from(utf16('kind: Service\n', false)), 'kind: Service\n'],
  ])('reads %s', (_what, bytes, expected) => {
    expect(decodeText(bytes)).toEqual({ text: expected })
  })

  it.each([
    ['an empty file', new Uint8Array(), 'is empty', 1, 1],
    ['a file of blanks', utf8(' \n\n'), 'is empty', 1, 1],
    ['a program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0), 'is not text', 1, 1],
    ['an archive', Uint8Array.of(0x1f, 0x8b, 8, 0), 'unpack it', 1, 1],
    ['Windows-1252', Uint8Array.of(...utf8('a: 1\nb: Caf'), 0xe9, 10), 'Windows-1252', 2, 7],
    ['EUC-KR', Uint8Array.of(...utf8('a: '), 0xb0, 0xa1, 0xb3, 0xaa, 10), 'EUC-KR', 1, 4],
  ])('names %s and where it begins', (_what, bytes, said, line, column) => {
    const found = decodeText(bytes)
    expect(found).toMatchObject({ line, column })
    expect('message' in found && found.message.en).toContain(said)
    expect('message' in found && found.message.ko).not.toBe('')
  })

  it('tells the size of a file that is too large', () => {
    expect(tooLarge(50_000_000).en).toContain('50 MB')
  })
})
