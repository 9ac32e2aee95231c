import { describe, expect, test } from 'vitest'
import { excerptOf, renderedExcerpt } from './source-excerpt.ts'

const text = `apiVersion: v1
kind: Service
metadata:
  name: thanos-query
spec:
  ports:
    - name: http
      port: 9090
    - name: grpc
      port: 10901
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: thanos-query
spec:
  template:
    spec:
      containers:
        - image: quay.io/thanos/thanos:v0.31.0
          args:
            - query
            - --query.timeout=5m
            - --no-query.partial-response`
const source = {
  files: [{ name: 'q.yaml', text }], notManaged: [], readAt: '',
  places: { 'Service/thanos-query': { file: 'q.yaml', line: 1 }, 'Deployment/thanos-query': { file: 'q.yaml', line: 12 } },
}
const hitOf = (object: string, path: string): string | undefined => {
  const excerpt = excerptOf([source], { object, path })
  return excerpt?.lines.find(({ number }) => number === excerpt.hit)?.text.trim()
}

describe('the excerpt of a finding', () => {
  test.each([
    ['Deployment/thanos-query', 'flags.query.timeout', '- --query.timeout=5m'],
    ['Deployment/thanos-query', 'flags.query.partial-response', '- --no-query.partial-response'],
    ['Deployment/thanos-query', 'flags.endpoint', 'args:'],
    ['Deployment/thanos-query', 'image', '- image: quay.io/thanos/thanos:v0.31.0'],
    ['Service/thanos-query', 'spec.ports[1].port', 'port: 10901'],
    ['Service/thanos-query', 'spec.ports[1].targetPort', '- name: grpc'],
    ['Service/thanos-query', 'flags.query.timeout', 'apiVersion: v1'],
  ])('of %s at %s shows the line that is meant', (object, path, line) => {
    expect(hitOf(object, path)).toBe(line)
  })

  test('does not exist for an object that was read from no file', () => {
    expect(excerptOf([source], { object: 'Service/other', path: '' })).toBeUndefined()
  })

  test('of a rendered manifest counts from its first line', () => {
    expect(renderedExcerpt('kind: Service\nspec:\n  type: ClusterIP\n', 'Service x', 'spec.type')).toEqual({
      file: 'Service x', hit: 3, lines: [{ number: 1, text: 'kind: Service' }, { number: 2, text: 'spec:' }, { number: 3, text: '  type: ClusterIP' }],
    })
  })
})
