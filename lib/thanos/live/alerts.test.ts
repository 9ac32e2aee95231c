import { describe, expect, test } from 'vitest'
import { example } from '../../testing/examples.ts'
import { moving } from '../../testing/moving.ts'
import { dead, fresh, NOW } from '../../testing/observed.ts'
import { adopt } from '../adopt.ts'
import { parseArgs } from '../args.ts'
import type { StackSpec } from '../spec.ts'
import { alertmanagerPlace } from './alertmanager-address.ts'
import { type Alerts, alertsOf, severityRank } from './alerts.ts'
import { alertsVerdict } from './alerts-verdict.ts'
import { configuredAlertmanagers } from './configured-alertmanagers.ts'
import type { ManagedAlert, Observation, Reading, SeenAlert, SeenRule, SeenRuleGroup } from './observation.ts'

const { spec } = adopt(example('corrected'))
const FIRST = 'thanos-ruler-0'
const SECOND = 'thanos-ruler-1'

function alert(bend: Partial<SeenAlert> = {}): SeenAlert {
  return { labels: { alertname: 'ThanosReceiverDown', severity: 'critical', instance: 'a:1' }, annotations: { summary: 'Receiver is down' }, state: 'firing', activeAt: NOW - 600_000, value: '1', ...bend }
}

function rule(bend: Partial<SeenRule> = {}): SeenRule {
  return { type: 'alerting', name: 'ThanosReceiverDown', query: 'up == 0', health: 'ok', evaluatedAt: NOW - 1000, alerts: [], ...bend }
}

function group(bend: Partial<SeenRuleGroup> = {}): SeenRuleGroup {
  return { name: 'thanos', file: '/etc/thanos/rules/thanos-alerts.yaml', intervalS: 60, evaluatedAt: NOW - 1000, rules: [rule()], ...bend }
}

const RECORDING = group({ name: 'cluster_metrics', file: '/etc/thanos/rules/recording-rules.yaml', intervalS: 30, rules: [rule({ type: 'recording', name: 'cluster:cpu' })] })

/** All groups of the spec, those of one name exchanged. */
function withGroup(bend: Partial<SeenRuleGroup> = {}): Reading<SeenRuleGroup[]> {
  return fresh([RECORDING, group(bend)], 'thanos-ruler:10902/api/v1/rules')
}

function firing(...alerts: SeenAlert[]): Reading<SeenRuleGroup[]> {
  return withGroup({ rules: [rule({ alerts })] })
}

function look(rules: Observation['rules'], { bend = (seen) => seen, on = spec }: { bend?: (seen: Observation) => Observation; on?: StackSpec } = {}): Alerts {
  const alertmanagers = Object.fromEntries(configuredAlertmanagers(on).map(({ address }) => [address, fresh<ManagedAlert[]>([])]))
  return alertsOf({ spec: on, observation: bend({ ...moving(on), rules, alertmanagers }) })
}

/** The spec with other flags on its ruler. */
function rulerWith(...flags: string[]): StackSpec {
  const names = flags.map((flag) => flag.slice(2).split('=')[0] ?? '')
  return { ...spec, objects: spec.objects.map((object) => (object.type === 'workload' && object.kind === 'rule' ? { ...object, args: [...object.args.filter((arg) => !('flag' in arg && (names.includes(arg.flag) || arg.flag.startsWith('alertmanagers.')))), ...parseArgs('rule', flags)] } : object)) }
}

describe('alerts', () => {
  test('an alert of both replicas is one, with the labels that Alertmanager gets, since the first of them saw it', () => {
    const { alerts } = look({ [FIRST]: firing(alert({ labels: { ...alert().labels, ruler_replica: FIRST } })), [SECOND]: firing(alert({ labels: { ...alert().labels, ruler_replica: SECOND }, activeAt: NOW - 900_000, value: '2' })) })
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({
      name: 'ThanosReceiverDown', state: 'firing', severity: 'critical', since: NOW - 900_000, summary: 'Receiver is down', annotations: {}, group: 'thanos',
      labels: { alertname: 'ThanosReceiverDown', severity: 'critical', instance: 'a:1', ruler_cluster: 'cluster-01' },
    })
    expect(alerts[0]?.sights.map(({ pod, value }) => [pod, value])).toEqual([[FIRST, '1'], [SECOND, '2']])
  })

  test('a replica label that is not dropped does not make two alerts of one either', () => {
    const guide = adopt(example('guide')).spec
    const { alerts } = look({ [FIRST]: firing(alert()), [SECOND]: firing(alert()) }, { on: guide })
    expect(alerts.map(({ labels }) => labels.ruler_replica)).toEqual([undefined])
  })

  test('a label that the ruler drops tells no alerts apart', () => {
    const on = rulerWith('--alert.label-drop=ruler_replica', '--alert.label-drop=instance')
    const { alerts } = look({ [FIRST]: firing(alert()), [SECOND]: firing(alert({ labels: { ...alert().labels, instance: 'b:1' } })) }, { on })
    expect(alerts.map(({ labels }) => labels.instance)).toEqual([undefined])
  })

  test('other labels are another alert', () => {
    expect(look({ [FIRST]: firing(alert(), alert({ labels: { ...alert().labels, instance: 'b:1' } })), [SECOND]: firing() }).alerts).toHaveLength(2)
  })

  test('two rules of a ruler that send the same labels are one alert, seen once', () => {
    const { alerts } = look({ [FIRST]: withGroup({ rules: [rule({ alerts: [alert()] }), rule({ alerts: [alert()] })] }), [SECOND]: firing() })
    expect(alerts.map(({ sights }) => sights.map(({ pod }) => pod))).toEqual([[FIRST]])
  })

  test('fires when one replica says so, while the other still waits', () => {
    expect(look({ [FIRST]: firing(alert({ state: 'pending', value: '7' })), [SECOND]: firing(alert({ value: '8' })) }).alerts).toMatchObject([{ state: 'firing', value: '8' }])
  })

  test('come worst first: firing before pending, by severity, then the oldest', () => {
    const named = (name: string, bend: Partial<SeenAlert>, severity?: string): SeenRule => rule({ name, alerts: [alert({ ...bend, labels: { alertname: name, ...(severity === undefined ? {} : { severity }) } })] })
    const rules = [named('Told', {}, 'info'), named('Plain', {}), named('Young', { activeAt: NOW - 1000 }, 'warning'), named('Old', {}, 'Warning'), named('Waits', { state: 'pending' }, 'critical'), named('Worst', { activeAt: NOW }, 'page')]
    expect(look({ [FIRST]: withGroup({ rules }), [SECOND]: firing() }).alerts.map(({ name }) => name)).toEqual(['Worst', 'Old', 'Young', 'Plain', 'Told', 'Waits'])
    expect(severityRank('CRITICAL')).toBeLessThan(severityRank('warning'))
  })

  test('an alert that names no time has none', () => {
    expect(look({ [FIRST]: firing(alert({ activeAt: 0 })), [SECOND]: firing() }).alerts[0]).not.toHaveProperty('since')
  })

  test('its rule is found in the manifests, by the file that the ruler names', () => {
    expect(look({ [FIRST]: firing(alert()), [SECOND]: firing() }).alerts[0]?.source).toEqual({ object: 'ConfigMap/monitoring/thanos-ruler-rules', key: 'thanos-alerts.yaml' })
    expect(look({ [FIRST]: fresh([group({ file: '/tmp/other.yaml', rules: [rule({ alerts: [alert()] })] })]), [SECOND]: firing() }).alerts[0]?.source).toBeUndefined()
  })
})

describe('a silence', () => {
  const silence = (on: StackSpec): string | undefined => look({ [FIRST]: firing(alert({ labels: { instance: 'a"b\\c&d#e', ruler_replica: FIRST } })), [SECOND]: firing() }, { on }).alerts[0]?.silence

  test('is asked for at the Alertmanager of the ruler, by every label that it gets, encoded', () => {
    const [base, filter] = silence(rulerWith('--alertmanagers.url=http://am.example:9093/alerts/'))?.split('/#/silences/new?filter=') ?? []
    expect(base).toBe('http://am.example:9093/alerts')
    expect(filter).not.toMatch(/["#&{ ]/)
    expect(decodeURIComponent(filter ?? '')).toBe(String.raw`{alertname="ThanosReceiverDown",instance="a\"b\\c&d#e",ruler_cluster="cluster-01"}`)
  })

  test.each([
    ['a name that DNS answers for', ['--alertmanagers.url=dns+http://am:9093'], 'http://am:9093'],
    ['the inline configuration', ['--alertmanagers.config=alertmanagers: [{scheme: https, path_prefix: /am, static_configs: ["am:9093"]}]'], 'https://am:9093/am'],
    ['an address with credentials, without them', ['--alertmanagers.url=http://user:hidden@am:9093'], 'http://am:9093'],
  ])('leads to %s', (_, flags, base) => {
    expect(silence(rulerWith(...flags))?.split('/#')[0]).toBe(base)
  })

  test.each([
    ['an SRV record', ['--alertmanagers.url=dnssrv+http://_web._tcp.am']], ['another scheme', ['--alertmanagers.url=javascript:alert(1)']], ['no Alertmanager', ['--alert.label-drop=ruler_replica']], ['what no YAML is', ['--alertmanagers.config={']],
  ])('has no link with %s', (_, flags) => {
    expect(silence(rulerWith(...flags))).toBeUndefined()
  })
})

describe('a ruler that does not answer', () => {
  const stale: Reading<SeenRuleGroup[]> = { state: 'stale', from: 'x', at: NOW - 600_000, since: NOW - 500_000, why: { en: 'refused', ko: '거부' }, value: [group({ rules: [rule({ alerts: [alert()] })] })] }

  test('is unknown, and nothing is said to be quiet', () => {
    const seen = look({ [FIRST]: dead(), [SECOND]: dead() })
    expect(seen.rulers.map(({ is }) => is)).toEqual(['silent', 'silent'])
    expect(alertsVerdict(seen)).toMatchObject({ health: 'unknown', sentence: { en: 'What fires is not known: thanos-ruler-0, thanos-ruler-1 do not answer.' } })
    expect(seen.groups).toEqual([])
  })

  test('keeps what it told last, marked as old, while no replica of it answers', () => {
    const seen = look({ [FIRST]: stale, [SECOND]: dead() })
    expect(seen.alerts).toMatchObject([{ isOld: true }])
    expect(alertsVerdict(seen).health).toBe('unknown')
  })

  test('is not needed while its replica answers, which evaluates the same', () => {
    const seen = look({ [FIRST]: stale, [SECOND]: firing() })
    expect(seen.alerts).toEqual([])
    expect(alertsVerdict(seen).health).toBe('healthy')
    expect(seen.rulers[0]).toMatchObject({ is: 'silent', since: NOW - 500_000, at: NOW - 600_000 })
  })

  test('is told of also where the spec has one and no pod of it runs', () => {
    const seen = look({}, { bend: (observation) => ({ ...observation, pods: fresh([]), components: [] }) })
    expect(seen.rulers).toMatchObject([{ pod: 'thanos-ruler', is: 'silent' }])
    expect(alertsVerdict(seen).health).toBe('unknown')
  })

  test('is not denied while the cluster does not tell its pods', () => {
    const none = { ...spec, objects: [] }
    const seen = (pods: Observation['pods']): string => alertsVerdict(look({}, { on: none, bend: (observation) => ({ ...observation, pods }) })).sentence.en
    expect(seen(dead())).toBe('What fires is not known: the cluster does not tell its pods.')
    expect(seen(fresh([]))).toBe('This installation has no ruler, so nothing is evaluated here.')
  })
})

describe('what could not fire', () => {
  test('a healthy installation has none of it', () => {
    const seen = look({ [FIRST]: firing(), [SECOND]: firing() })
    expect([seen.groups, seen.rules]).toEqual([[], []])
    expect(alertsVerdict(seen).sentence.en).toBe('Nothing fires. All 2 rules are evaluated.')
  })

  test('a group is late when its last evaluation is older than ten intervals, in the ruler where it is', () => {
    const at = (ms: number): Alerts => look({ [FIRST]: withGroup({ evaluatedAt: NOW - ms }), [SECOND]: firing() })
    expect(at(600_000).groups).toEqual([])
    expect(at(601_000).groups).toMatchObject([{ is: 'late', name: 'thanos', evaluatedAt: NOW - 601_000, pods: [FIRST], elsewhere: [SECOND] }])
  })

  test('a group without an evaluation is none in a ruler that has just started', () => {
    const { evaluatedAt: _, ...unevaluated } = group()
    const started = (startedAt: number): Alerts => look({ [FIRST]: fresh([RECORDING, unevaluated]), [SECOND]: firing() }, {
      bend: (seen) => (seen.pods.state === 'fresh' ? { ...seen, pods: { ...seen.pods, value: seen.pods.value.map((pod) => ({ ...pod, startedAt })) } } : seen),
    })
    expect(started(NOW - 60_000).groups).toEqual([])
    expect(started(NOW - 3_600_000).groups).toMatchObject([{ is: 'never', name: 'thanos', pods: [FIRST] }])
  })

  test('a group of the manifests that no ruler lists is missing', () => {
    expect(look({ [FIRST]: fresh([RECORDING]), [SECOND]: fresh([RECORDING]) }).groups).toMatchObject([{ is: 'missing', name: 'thanos', file: 'thanos-alerts.yaml' }])
  })

  test('a rule that fails is told once, with the error and the rulers', () => {
    const failing = withGroup({ rules: [rule({ health: 'err', lastError: 'no query API server reachable' })] })
    const seen = look({ [FIRST]: failing, [SECOND]: failing })
    expect(seen.rules).toMatchObject([{ name: 'ThanosReceiverDown', group: 'thanos', error: 'no query API server reachable', pods: [FIRST, SECOND] }])
    expect(alertsVerdict(seen)).toMatchObject({ health: 'notice', sentence: { en: 'Nothing fires, but one rule fails.' } })
  })
})

test('the sentence names the worst alert, and who cannot be heard beside it', () => {
  expect(alertsVerdict(look({ [FIRST]: firing(alert()), [SECOND]: firing() }))).toMatchObject({ health: 'degraded', sentence: { en: 'ThanosReceiverDown fires.' } })
  expect(alertsVerdict(look({ [FIRST]: firing(alert({ state: 'pending' })), [SECOND]: firing() }))).toMatchObject({ health: 'notice', sentence: { en: 'Nothing fires; one alert is pending.' } })
})

describe('the sentence, while an Alertmanager that is configured', () => {
  const quiet = { [FIRST]: firing(), [SECOND]: firing() }
  const verdict = (alertmanagers: Observation['alertmanagers'], rules: Observation['rules'] = quiet) => alertsVerdict(look(rules, { bend: (observation) => ({ ...observation, alertmanagers }) }))

  test('has no Service, does not call all well, whether or not something fires', () => {
    const missing = { 'http://alertmanager:9093': dead<ManagedAlert[]>('There is no Service alertmanager in namespace monitoring.') }
    expect(verdict(missing)).toMatchObject({ health: 'notice', sentence: { en: 'Nothing fires. Whether anybody is told of an alert is not known. http://alertmanager:9093: There is no Service alertmanager in namespace monitoring.' } })
    expect(verdict(missing, { [FIRST]: firing(alert()), [SECOND]: firing() }).sentence.en).toMatch(/^ThanosReceiverDown fires\. Whether anybody is told/)
    expect(verdict(missing, { [FIRST]: firing(alert({ state: 'pending' })), [SECOND]: firing() }).sentence.en).toMatch(/pending\. Whether anybody is told/)
  })

  test('stands outside of the cluster, says that it was not asked', () => {
    expect(verdict({ 'https://alertmanager.example.com': dead('It stands outside of the cluster.') })).toMatchObject({ health: 'unknown' })
  })

  test('is one of two of which the other answers, says who is not heard', () => {
    expect(verdict({ 'http://a:9093': fresh([]), 'http://b:9093': dead('refused') })).toMatchObject({ health: 'notice', sentence: { en: 'Nothing fires. Of 2 Alertmanagers 1 answers; of http://b:9093: refused' } })
    expect(verdict({ 'http://a:9093': fresh([]), 'http://b:9093': fresh([]) }).health).toBe('healthy')
  })
})

describe('what Alertmanager did', () => {
  const { labels } = alert()
  const seen = (reading: Reading<ManagedAlert[]>): Alerts => look({ [FIRST]: firing(alert()) }, { bend: (observation) => ({ ...observation, alertmanagers: { 'http://alertmanager:9093': reading } }) })
  const managed = (bend: Partial<ManagedAlert>): ManagedAlert => ({ labels: { ...labels, ruler_cluster: 'cluster-01', extra: '1' }, state: 'active', silencedBy: [], inhibitedBy: [], ...bend })

  test('is told of the alert that it has', () => {
    expect(seen(fresh([managed({ state: 'suppressed', silencedBy: ['b3a'] })])).alerts[0]?.managed).toBe('silenced')
    expect(seen(fresh([managed({ state: 'suppressed', inhibitedBy: ['91c'] })])).alerts[0]?.managed).toBe('inhibited')
    expect(seen(fresh([managed({})])).alerts[0]?.managed).toBe('active')
  })

  test('is not told of another one, and not made up where none answers', () => {
    expect(seen(fresh([managed({ labels: { ...labels, instance: 'z:9' } })])).alerts[0]?.managed).toBeUndefined()
    const { alerts, alertmanagers } = seen(dead('services "alertmanager" not found'))
    expect(alerts[0]?.managed).toBeUndefined()
    expect(alertmanagers).toMatchObject([{ address: 'http://alertmanager:9093', is: 'silent', why: { en: 'services "alertmanager" not found' } }])
  })
})

describe('the place of an Alertmanager', () => {
  test.each([
    ['http://alertmanager:9093', { namespace: 'own', service: 'alertmanager', port: 9093, isTls: false, path: '' }],
    ['http://am.alerting:9093/am', { namespace: 'alerting', service: 'am', port: 9093, isTls: false, path: '/am' }],
    ['https://am.alerting.svc.cluster.local', { namespace: 'alerting', service: 'am', port: 443, isTls: true, path: '' }],
    ['http://alertmanager-0.am.alerting.svc:9093', { namespace: 'alerting', service: 'am', pod: 'alertmanager-0', port: 9093, isTls: false, path: '' }],
  ])('%s is in the cluster', (address, place) => {
    expect(alertmanagerPlace(address, 'own')).toEqual(place)
  })

  test.each(['https://alertmanager.example.com', 'http://10.0.0.7:9093', 'http://example.org', 'http://[::1]:9093'])('%s is not', (address) => {
    expect(alertmanagerPlace(address, 'own')).toBeUndefined()
  })
})
