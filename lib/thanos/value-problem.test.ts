import { describe, expect, it } from 'vitest'
import type { Flag } from './flag.ts'
import { valueProblem } from './value-problem.ts'

function flag(type: Flag['type'], rest: Partial<Flag> = {}): Flag {
  return { type, section: 'basics', en: 'x', ko: 'x', ...rest }
}

const PLAIN = flag('duration')
const GO_LATE = flag('duration', { goDuration: true, goSince: '0.32' })
const FLOAT_LATE = flag('float', { floatSince: '0.32' })
const GO = flag('duration', { goDuration: true })
const REPLICATION = flag('integer', { min: '1', unsigned: true })
const DEDUPLICATION = flag('enum', { values: ['', 'penalty'] })
const FORMAT = flag('enum', { values: ['logfmt', 'json', 'journald'], valuesSince: { journald: '0.42' } })

describe('a right value has no problem', () => {
  it.each<[string, Flag, string]>([
    ['a boolean', flag('boolean'), 'false'], ['an integer', REPLICATION, '3'], ['an integer with a sign where Thanos reads it', flag('integer', { prefixed: true }), '+3'], ['an integer with a zero before it', flag('integer'), '08'], ['the largest number of 64 bits', REPLICATION, '18446744073709551615'], ['the largest number of 63 bits', flag('integer', { prefixed: true }), '9223372036854775807'], ['a float', flag('float', { min: '0', max: '1' }), '0.9'],
    ['a Prometheus duration', PLAIN, '15d'], ['no duration', PLAIN, '0'], ['a Go duration', GO, '1.5h'], ['a size', flag('size'), '250MB'],
    ['an allowed word', DEDUPLICATION, 'penalty'], ['the empty word where it is allowed', DEDUPLICATION, ''],
    ['a label', flag('label'), 'receive_replica="$(POD_NAME)"'], ['a label with escapes', flag('label'), 'a="b\\"c"'], ['a label in back quotes', flag('label'), 'a=`b`'],
    ['a listening address', flag('address'), '0.0.0.0:10902'], ['an address without host', flag('address'), ':10902'], ['an IPv6 address', flag('address'), '[::1]:10901'],
    ['a found address', flag('address'), 'dnssrv+_grpc._tcp.thanos-store.monitoring.svc'], ['an address with dnsdualstack+', flag('address'), 'dnsdualstack+store:10901'],
    ['an address that the pod fills in', flag('address'), '$(POD_NAME).thanos-receive:10901'],
    ['a URL', flag('url'), 'http://thanos-query.monitoring.svc:9090'], ['a found URL', flag('url'), 'dnssrv+http://_web._tcp.alertmanager-operated'],
    ['a time', flag('time-or-duration'), '2026-01-31T00:00:00Z'], ['the first time', flag('time-or-duration'), '0000-01-01T00:00:00Z'],
    ['a time before now', flag('time-or-duration'), '-6h'], ['a time after now', flag('time-or-duration'), '6h'], ['a path', flag('file'), '/etc/thanos/objstore.yml'],
    ['any text', flag('string'), ''], ['any YAML', flag('inline-yaml'), 'type: S3'],
  ])('%s', (_, subject, value) => {
    expect(valueProblem(subject, value)).toBeUndefined()
  })
})

describe('a wrong value is named, with how to write it', () => {
  it.each<[Flag, string, string]>([
    [PLAIN, '10 m', '"10 m" is not a duration. Write it as 10m.'],
    [PLAIN, '5 minutes', '"5 minutes" is not a duration. Write it as 5m.'],
    [PLAIN, '1.5h', '"1.5h" is not a duration. Write it as 1h30m.'],
    [PLAIN, '12h1d', '"12h1d" is not a duration. Write it as 1d12h.'],
    [PLAIN, '30', '"30" is not a duration. Add a unit, such as 30s or 30m.'],
    [PLAIN, 'soon', '"soon" is not a duration. Write a number and a unit, such as 30s, 5m or 48h.'],
    [GO, '1y', '"1y" is not a duration. Write it as 365d.'],
    [GO, '10 s', '"10 s" is not a duration. Write it as 10s.'],
    [REPLICATION, '0', 'Must be at least 1.'],
    [REPLICATION, 'three', '"three" is not a whole number. Write digits only, such as 20.'],
    [REPLICATION, '+3', '"+3" is not a number that Thanos reads here. Write it as 3.'],
    [flag('integer', { prefixed: true }), '08', '"08" is not a number that Thanos reads here. Write it as 8.'],
    [REPLICATION, '18446744073709551616', '"18446744073709551616" is not a number that fits into 64 bits.'],
    [flag('integer', { prefixed: true }), '9223372036854775808', '"9223372036854775808" is not a number that fits into 64 bits.'],
    [flag('float'), '1e999', '"1e999" is not a number. Write it such as 0.9.'],
    [REPLICATION, '08', '"08" is not a number that Thanos reads here. Write it as 8.'],
    [flag('float', { min: '0', max: '1' }), '90', 'Must be at most 1.'],
    [flag('float'), '90%', '"90%" is not a number. Write it such as 0.9.'],
    [flag('duration', { min: '1ms', goDuration: true }), '0', 'Must be at least 1ms.'],
    [flag('size'), '2Gi', '"2Gi" is not a size. Write it as 2GiB.'],
    [flag('size'), '250 mb', '"250 mb" is not a size. Write it as 250MB.'],
    [flag('size'), '2048', '"2048" is not a size. Write a number and a unit, such as 250MB or 2GB.'],
    [DEDUPLICATION, 'Penalty', '"Penalty" is not allowed. Write it as penalty.'],
    [FORMAT, 'xml', '"xml" is not allowed. Use logfmt, json or journald.'],
    [flag('label'), 'replica=a', '"replica=a" is not a label. Write it as replica="a".'],
    [flag('label'), 'replica', '"replica" is not a label. Write it as name="value".'],
    [flag('label'), "replica='a'", '"replica=\'a\'" is not a label. Write it as replica="a".'],
    [flag('address'), 'http://store:10901', '"http://store:10901" is not an address. Leave out http:// and write host:port.'],
    [flag('address'), 'store', '"store" is not an address. Write host:port, such as 0.0.0.0:10902.'],
    [flag('address'), 'store:70000', '"store:70000" is not an address. Write host:port, such as 0.0.0.0:10902.'],
    [flag('address'), 'dns+', '"dns+" is not an address. A DNS name follows the +.'],
    [flag('url'), 'thanos-query:9090', '"thanos-query:9090" is not a URL. Write it as http://thanos-query:9090.'],
    [flag('url'), 'dns+alertmanager:9093', '"dns+alertmanager:9093" is not a URL. Write it as dns+http://alertmanager:9093.'],
    [flag('time-or-duration'), '-6 hours', '"-6 hours" is not a time. Write it as -6h.'],
    [flag('time-or-duration'), '2026-13-01T00:00:00Z', '"2026-13-01T00:00:00Z" is not a time. Write a date such as 2026-01-31T00:00:00Z, or a duration before now such as -6h.'],
    [flag('time-or-duration'), '', '"" is not a time. Write a date such as 2026-01-31T00:00:00Z, or a duration before now such as -6h.'],
    [flag('file'), ' ', 'A path is missing.'],
    [flag('boolean'), 'yes', '"yes" is not true or false.'],
  ])('%o %j', (subject, value, problem) => {
    const found = valueProblem(subject, value)
    expect(found?.en).toBe(problem)
    expect(found?.ko).toMatch(/[가-힣]/)
  })

  it('what it proposes has no problem itself', () => {
    const proposals: [Flag, string][] = [[PLAIN, '10 m'], [PLAIN, '1.5h'], [GO, '1y'], [GO, '2 days'], [flag('size'), '2Gi'], [flag('label'), 'a=b"c'], [flag('url'), 'q:9090'], [flag('time-or-duration'), '- 6 h']]
    for (const [subject, value] of proposals) {
      const better = /Write it as (.+)\.$/.exec(valueProblem(subject, value)?.en ?? '')?.[1]
      expect(better).toBeDefined()
      expect(valueProblem(subject, better ?? '')).toBeUndefined()
    }
  })
})

describe('the release matters', () => {
  it('for days in a Go duration, which came with v0.39', () => {
    expect(valueProblem(GO, '2d', 'v0.39')).toBeUndefined()
    expect(valueProblem(GO, '2d', 'v0.38')?.en).toBe('"2d" is not a duration. Write it as 48h.')
    expect(valueProblem(GO, '1d90m', 'v0.38')?.en).toBe('"1d90m" is not a duration. Write it as 25h30m.')
    expect(valueProblem(PLAIN, '2d', 'v0.31')).toBeUndefined()
  })

  it('for a flag that read Prometheus\' grammar before Go\'s, or whole numbers alone', () => {
    expect(valueProblem(GO_LATE, '1.5h', 'v0.32')).toBeUndefined()
    expect(valueProblem(GO_LATE, '1.5h', 'v0.31')?.en).toBe('"1.5h" is not a duration. Write it as 1h30m.')
    expect(valueProblem(GO_LATE, '1d', 'v0.31')).toBeUndefined()
    expect(valueProblem(FLOAT_LATE, '0.5', 'v0.32')).toBeUndefined()
    expect(valueProblem(FLOAT_LATE, '0.5', 'v0.31')?.en).toBe('"0.5" is not a whole number. Write digits only, such as 20.')
  })

  it('for a word that came later than its flag', () => {
    expect(valueProblem(FORMAT, 'journald', 'v0.42')).toBeUndefined()
    expect(valueProblem(FORMAT, 'journald', 'v0.41')?.en).toBe('"journald" is not allowed. Use logfmt or json.')
  })
})
