import { describe, expect, test } from 'vitest'
import { flagDifferences, flagRows } from './flag-differences.ts'

describe('flags beside each other', () => {
  test.each([
    ['equal words', ['info'], 'info'],
    ['a length of time in another unit', ['15d'], '360h0m0s'],
    ['weeks that Thanos prints as days', ['2w'], '14d'],
    ['a size in another unit', ['2GB'], '2GiB'],
    ['a repeated flag in another order', ['b', 'a'], 'a,b'],
    ['a variable that only the pod knows', ['receive_replica="$(POD_NAME)"'], 'receive_replica="thanos-receive-0"'],
    ['a document, whose text Thanos may hide', ['type: S3\nconfig: {}'], '<redacted>'],
    ['the last of several values', ['1m', '2m'], '2m'],
    ['a repeated flag with spaces behind its commas', ['a', 'b'], 'a, b'],
    ['repeated labels with a variable', ['cluster="c"', 'replica="$(POD_NAME)"'], 'cluster="c", replica="thanos-ruler-1"'],
    ['numbers', ['3'], '3.0'],
  ])('are the same for %s', (_, desired, real) => {
    expect(flagDifferences({ flag: desired }, { flag: real })).toEqual([])
  })

  test.each([
    ['another length of time', ['2m'], '5m'],
    ['a switch that is off', ['true'], 'false'],
    ['one value of several missing', ['a', 'b'], 'a'],
    ['another label around a variable', ['replica="$(POD_NAME)"'], 'other="thanos-receive-0"'],
    ['a size against a length of time', ['1m'], '1MB'],
  ])('differ for %s', (_, desired, real) => {
    expect(flagDifferences({ flag: desired }, { flag: real })).toEqual([{ flag: 'flag', desired: desired.join(','), real, state: 'differs' }])
  })

  test('a flag that Thanos does not list is not called different, and one that was not read or is hidden is not seen', () => {
    expect(flagRows({ mine: ['1'] }, { 'log.level': 'info' })).toEqual([
      { flag: 'mine', desired: '1', state: 'not-seen' }, { flag: 'log.level', real: 'info', state: 'not-set' },
    ])
    expect(flagRows({ 'objstore.config-file': ['/etc/thanos/objstore.yml'] }, { 'objstore.config-file': '<REDACTED>' })).toMatchObject([{ state: 'not-seen' }])
    expect(flagRows({ mine: ['1'] }, undefined)).toEqual([{ flag: 'mine', desired: '1', state: 'not-seen' }])
  })
})
