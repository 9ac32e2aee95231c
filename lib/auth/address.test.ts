import { describe, expect, it } from 'vitest'
import { addressOf, networkOf } from './address.ts'

describe('addressOf', () => {
  it.each([
    ['the one address', '203.0.113.9', '203.0.113.9'],
    ['the one that the nearest proxy wrote, not what the client said', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['IPv4 in IPv6 as IPv4', '::ffff:127.0.0.1', '127.0.0.1'],
    ['nothing in what is no address', 'somebody', 'unknown'],
  ])('reads %s', (_, header, address) => {
    expect(addressOf(new Headers({ 'x-forwarded-for': header }))).toBe(address)
  })

  it('says so when there is no header', () => {
    expect(addressOf(new Headers())).toBe('unknown')
  })
})

describe('networkOf', () => {
  it('keeps an IPv4 address, and makes one of all addresses of an IPv6 network', () => {
    expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
    expect(networkOf('2001:db8:0:7::1')).toBe('2001:db8:0:7::/64')
    expect(networkOf('2001:DB8::7:1:2:3:4')).toBe(networkOf('2001:db8:0:7:ffff::'))
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
  })
})
