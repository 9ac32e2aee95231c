import { describe, expect, test } from 'vitest'
import { readOptions, UsageError } from './options.ts'

describe('readOptions', () => {
  test.each([
    [['check', 'a', 'b'], { command: 'check', paths: ['a', 'b'], output: 'table', thanos: undefined, locale: 'en' }],
    [['-o', 'json', 'check', 'a', '--lang=ko', '-'], { command: 'check', paths: ['a', '-'], output: 'json', thanos: undefined, locale: 'ko' }],
    [['check', '-ojson', '--', '-a', '--thanos'], { command: 'check', paths: ['-a', '--thanos'], output: 'json', thanos: undefined, locale: 'en' }],
    [['check', 'a', '--thanos', 'v0.42'], { command: 'check', paths: ['a'], output: 'table', thanos: 'v0.42', locale: 'en' }],
    [['check', 'a', '--thanos=0.31.2', '--output=table'], { command: 'check', paths: ['a'], output: 'table', thanos: 'v0.31', locale: 'en' }],
    [['render', 'a', '-o=json'], { command: 'render', paths: ['a'], output: 'json', locale: 'en' }],
    [['render', 'a'], { command: 'render', paths: ['a'], output: 'yaml', locale: 'en' }],
    [['audit', 'verify'], { command: 'audit', noted: undefined, output: 'text', locale: 'en' }],
    [['audit', 'verify', '--noted', `12:${'a'.repeat(64)}`, '--data=/x', '-ojson', '--lang', 'ko'], { command: 'audit', noted: { id: '12', hash: 'a'.repeat(64) }, output: 'json', locale: 'ko' }],
    [['check', '--help'], { command: 'help' }],
    [['help'], { command: 'help' }],
    [['--version'], { command: 'version' }],
  ])('reads %j', (argv, options) => {
    expect(readOptions(argv)).toEqual(options)
  })

  test.each([
    [[], 'no command was given. Use check, render or audit'],
    [['inspect', 'x'], 'there is no command inspect. Use check, render or audit'],
    [['check'], 'check needs a file, a directory, or - for standard input'],
    [['check', 'x', '--verbose'], 'there is no option --verbose. See gauntlet --help'],
    [['check', 'x', '-o', 'yaml'], '-o yaml is not known. Use table or json'],
    [['render', 'x', '-o', 'table'], '-o table is not known. Use yaml or json'],
    [['check', 'x', '-o'], '-o needs a value. See gauntlet --help'],
    [['check', 'x', '--lang', 'fr'], '--lang fr is not known. Use en or ko'],
    [['check', 'x', '--thanos', 'v0.99'], '--thanos v0.99 is not a known release. Use v0.31 to v0.42'],
    [['check', 'x', '--thanos', 'latest'], '--thanos latest is not a known release'],
    [['render', 'x', '--thanos', 'v0.42'], '--thanos is an option of check'],
    [['audit', 'verify', '--thanos', 'v0.42'], '--thanos is an option of check'],
    [['check', 'x', '--noted', '1:a'], '--noted is an option of audit'],
    [['audit'], 'Use audit verify'],
    [['audit', 'forget'], 'audit forget is not known. Use audit verify'],
    [['audit', 'verify', '--noted', '12'], '--noted is not ID:HASH'],
  ])('refuses %j and says what to do', (argv, words) => {
    expect(() => readOptions(argv)).toThrow(UsageError)
    expect(() => readOptions(argv)).toThrow(words)
  })
})
