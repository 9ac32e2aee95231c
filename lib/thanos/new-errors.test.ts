import { describe, expect, it } from 'vitest'
import { text } from '../text.ts'
import type { Finding, Severity } from './finding.ts'
import { splitErrors } from './new-errors.ts'

const finding = (code: string, object: string, severity: Severity = 'error'): Finding => (
  { code, severity, object, path: 'image', message: text('m', 'm'), reason: text('r', 'r'), source: 's' }
)
const split = (findings: Finding[], known: Finding[]) => {
  const { blockers, acknowledge } = splitErrors({ findings, known, namespace: 'monitoring' })
  return { blockers: blockers.map(({ code }) => code), acknowledge: acknowledge.map(({ code }) => code) }
}

describe('splitErrors', () => {
  it('blocks an error that is not there yet and asks to acknowledge one that is', () => {
    expect(split([finding('old', 'Deployment/monitoring/a'), finding('new', 'Deployment/monitoring/a')], [finding('old', 'Deployment/monitoring/a')]))
      .toEqual({ blockers: ['new'], acknowledge: ['old'] })
  })

  it('takes the same error on another object for a new one', () => {
    expect(split([finding('x', 'Deployment/monitoring/b')], [finding('x', 'Deployment/monitoring/a')]).blockers).toEqual(['x'])
  })

  it('lets warnings and advice pass', () => {
    expect(split([finding('w', 'a', 'warning'), finding('a', 'a', 'advice')], [])).toEqual({ blockers: [], acknowledge: [] })
  })

  it('knows an object with and without the namespace of the stack as one', () => {
    expect(split([finding('x', 'Deployment/a')], [finding('x', 'Deployment/monitoring/a')]).acknowledge).toEqual(['x'])
    expect(split([finding('x', 'Deployment/a')], [finding('x', 'Deployment/elsewhere/a')]).blockers).toEqual(['x'])
  })
})
