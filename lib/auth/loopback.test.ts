import { describe, expect, it } from 'vitest'
import { isFromThisMachine } from './loopback.ts'

const local = { host: '127.0.0.1:3000' }

describe('isFromThisMachine', () => {
  it.each<[string, Record<string, string>]>([
    ['a loopback address', local],
    ['its name', { host: 'localhost:3000' }],
    ['IPv6', { host: '[::1]:3000' }],
    ['what Next writes itself', { ...local, 'x-forwarded-host': '127.0.0.1:3000', 'x-forwarded-port': '3000', 'x-forwarded-proto': 'http', 'x-forwarded-for': '::ffff:127.0.0.1' }],
    ['a link followed from another site', { ...local, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }],
  ])('takes %s', (_, headers) => {
    expect(isFromThisMachine(new Headers(headers))).toBe(true)
  })

  it.each<[string, Record<string, string>]>([
    ['no host', {}],
    ['a rebound DNS name', { host: 'evil.example:3000' }],
    ['a name that only begins like ours', { host: 'localhost.evil.example' }],
    ['an address of the network', { host: '192.168.0.10:3000' }],
    ['a proxy that names the client', { ...local, 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy that names itself too', { ...local, 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }],
    ['a proxy that names the host', { ...local, 'x-forwarded-host': 'gauntlet.example' }],
    ['a proxy that ends TLS', { ...local, 'x-forwarded-proto': 'https' }],
    ['any other forwarding header', { ...local, 'x-forwarded-server': 'edge' }],
    ['the standard forwarding header', { ...local, forwarded: 'for=203.0.113.9' }],
    ['a proxy that says via', { ...local, via: '1.1 edge' }],
    ['a page of another site that reads in the background', { ...local, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' }],
    ['a frame in a page of another site', { ...local, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }],
  ])('refuses %s', (_, headers) => {
    expect(isFromThisMachine(new Headers(headers))).toBe(false)
  })
})
