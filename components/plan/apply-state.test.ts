import { describe, expect, it } from 'vitest'
import type { PlanView } from '#lib/services/views.ts'
import { text } from '#lib/text.ts'
import type { Impact } from '#lib/thanos/impact/impact.ts'
import { applyState } from './apply-state.ts'

const impact = (name: string, more: Partial<Impact>): Impact => ({ area: 'data', weight: 'danger', message: text(name, name), objects: [], ...more })

function planWith(impacts: Impact[]): PlanView {
  return {
    id: 'p', stackId: 's', revision: 2, status: 'ready', createdAt: '2026-12-01T00:00:00Z', createdBy: 'jihoon', objects: [], blockers: [], acknowledge: [], findings: [],
    steps: [], impacts, risk: { level: 'high', reasons: [] }, notes: [], fingerprint: 'f',
  }
}

describe('applyState', () => {
  it('puts first what is final soonest, and asks to agree to each danger', () => {
    const later = impact('retention', { undoableMs: 172_800_000, confirm: '30d' })
    const atOnce = impact('merging series', { undoableMs: 0, confirm: 'replica' })
    const typed = impact('a ring', { confirm: 'ring' })
    const { dangers } = applyState(planWith([typed, later, impact('a restart', { weight: 'notice' }), atOnce]), [], () => undefined)
    expect(dangers).toEqual([atOnce, later, typed])
  })
})
