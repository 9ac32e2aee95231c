import { describe, expect, test } from 'vitest'
import type { Alert } from '#lib/thanos/live/alerts.ts'
import { fitsAlert, webLink } from './alerts-filter.ts'

const ALERT: Alert = {
  id: 'a', name: 'ReceiverDown', state: 'firing', value: '1', labels: { cluster: 'seoul' }, annotations: { description: 'No samples' }, group: 'thanos', file: '/rules/a.yaml', query: 'up == 0',
  sights: [{ pod: 'ruler-0', state: 'firing', value: '1' }], isOld: false, health: 'ok', isRelabelled: false,
}

describe('the filter', () => {
  test.each([
    ['', 'all', true], ['receiver SEOUL', 'all', true], ['samples ruler-0', 'firing', true], ['receiver busan', 'all', false], ['', 'pending', false],
  ] as const)('%j of %s', (q, show, fits) => {
    expect(fitsAlert(ALERT, { q, show })).toBe(fits)
  })
})

describe('an annotation', () => {
  test.each([
    ['https://runbooks.example/a?b=c', 'https://runbooks.example/a?b=c'], [' http://a.example ', 'http://a.example/'], ['HTTPS://a.example', 'https://a.example/'],
    ['javascript:alert(1)', undefined], ['data:text/html,x', undefined], ['see https://a.example', undefined], ['https://', undefined], ['<a href="https://a.example">', undefined], ['//a.example', undefined],
  ])('%j leads to %j', (value, href) => {
    expect(webLink(value)).toBe(href)
  })
})
