import { describe, expect, test } from 'vitest'
import { example } from '../../testing/examples.ts'
import { moving } from '../../testing/moving.ts'
import { dead, fresh, NOW } from '../../testing/observed.ts'
import { adopt } from '../adopt.ts'
import { type Alerts, alertsOf } from './alerts.ts'
import { alertsVerdict } from './alerts-verdict.ts'
import type { ManagedAlert, Observation, SeenAlert, SeenRuleGroup } from './observation.ts'

const { spec } = adopt(example('corrected'))
const AM = 'http://alertmanager:9093'
const OWN = { alertname: 'ThanosReceiverDown', severity: 'critical', instance: 'a:1' }

function groups(alerts: SeenAlert[], evaluatedAt = NOW - 30_000): SeenRuleGroup[] {
  return [
    { name: 'cluster_metrics', file: '/etc/thanos/rules/recording-rules.yaml', intervalS: 30, evaluatedAt: NOW - 1000, rules: [{ type: 'recording', name: 'cluster:cpu', query: 'sum(up)', health: 'ok', evaluatedAt, alerts: [] }] },
    { name: 'thanos', file: '/etc/thanos/rules/thanos-alerts.yaml', intervalS: 60, evaluatedAt: NOW - 1000, rules: [{ type: 'alerting', name: 'ThanosReceiverDown', query: 'up == 0', health: 'ok', evaluatedAt, alerts }] },
  ]
}

const held = (labels: Record<string, string>, bend: Partial<ManagedAlert> = {}): ManagedAlert => ({ labels, since: NOW - 600_000, summary: 'It is down', state: 'active', silencedBy: [], inhibitedBy: [], ...bend })
const firing: SeenAlert = { labels: OWN, annotations: {}, state: 'firing', activeAt: NOW - 600_000, value: '1' }

function look(alertmanagers: Observation['alertmanagers'], told: SeenRuleGroup[] = groups([])): Alerts {
  return alertsOf({ spec, observation: { ...moving(spec), rules: { 'thanos-ruler-0': fresh(told), 'thanos-ruler-1': fresh(told) }, alertmanagers } })
}

describe('alerts that only Alertmanager holds', () => {
  test('are listed with since when they fire and where they are silenced, once for all Alertmanagers that hold them', () => {
    const stranger = held({ alertname: 'DiskFull', severity: 'warning', cluster: 'x' })
    const { foreign, alerts } = look({ [AM]: fresh([stranger]), 'http://am-1:9093': fresh([stranger]) })
    expect(alerts).toEqual([])
    expect(foreign).toEqual([{ id: 'alertmanager {alertname="DiskFull", cluster="x", severity="warning"}', name: 'DiskFull', severity: 'warning', since: NOW - 600_000, summary: 'It is down', labels: stranger.labels, managed: 'active', alertmanager: AM, silence: expect.stringContaining(`${AM}/#/silences/new?filter=`) }])
  })

  test('are not those that a ruler fires, with or without the label of its replica', () => {
    expect(look({ [AM]: fresh([held({ ...OWN, ruler_cluster: 'cluster-01' }), held({ ...OWN, ruler_cluster: 'cluster-01', ruler_replica: 'thanos-ruler-0' })]) }, groups([firing])).foreign).toEqual([])
    expect(look({ [AM]: fresh([held({ ...OWN, instance: 'b:2', ruler_cluster: 'cluster-01' })]) }, groups([firing])).foreign).toHaveLength(1)
  })

  test('are not what a ruler ended after Alertmanager was asked; one of another cluster under the same name stays', () => {
    const [own, other] = [held({ ...OWN, ruler_cluster: 'cluster-01' }), held({ ...OWN, ruler_cluster: 'cluster-02' })]
    expect(look({ [AM]: fresh([own, other]) }, groups([], NOW)).foreign.map(({ labels }) => labels.ruler_cluster)).toEqual(['cluster-02'])
    expect(look({ [AM]: fresh([own]) }, groups([], NOW - 60_000)).foreign).toHaveLength(1)
  })

  test('are none of an Alertmanager that does not answer now', () => {
    const stranger = [held({ alertname: 'DiskFull' })]
    expect(look({ [AM]: dead('refused') }).foreign).toEqual([])
    expect(look({ [AM]: { state: 'stale', from: 'test', at: NOW - 60_000, since: NOW, why: { en: 'refused', ko: '거부' }, value: stranger } }).foreign).toEqual([])
  })

  test('stand in the sentence, which then says of the rulers alone that they fire nothing, and judges them as before', () => {
    const verdict = (...all: ManagedAlert[]) => alertsVerdict(look({ [AM]: fresh(all) }))
    expect(verdict()).toMatchObject({ health: 'healthy', sentence: { en: 'Nothing fires. All 2 rules are evaluated.' } })
    expect(verdict(held({ alertname: 'DiskFull' }))).toEqual({ health: 'healthy', sentence: { en: 'No ruler fires anything. All 2 rules are evaluated. Alertmanager has DiskFull, which no ruler here fires.', ko: 'ruler에는 발생 중인 알림이 없습니다. 규칙 2개가 모두 평가됩니다. Alertmanager에는 이곳의 ruler에 없는 DiskFull 알림이 있습니다.' } })
    expect(verdict(held({ alertname: 'B', severity: 'warning' }), held({ alertname: 'A', severity: 'critical' })).sentence.en).toContain('Alertmanager has 2 alerts that no ruler here fires, first of all A.')
    expect(verdict(held({ alertname: 'DiskFull' }, { state: 'suppressed', silencedBy: ['b3a'] })).sentence.en).not.toContain('DiskFull')
  })
})
