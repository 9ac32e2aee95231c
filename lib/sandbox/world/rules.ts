// What the rulers of the world evaluate, and which of their alerts fire while something fails. Source: pkg/rules/rulespb.
import { parseDurationMs } from '../../thanos/duration.ts'
import { ruleTexts } from '../../thanos/rule/rule-texts.ts'
import type { Scene, World } from './world.ts'

export type FiredAlert = { labels: Record<string, string>; annotations: Record<string, string>; state: 'firing' | 'pending'; activeAt: string; value: string }
type RuleJson = { type: 'recording'; name: string } | { type: 'alerting'; name: string; alerts: FiredAlert[] }

/** The groups of rules that the rulers of an installation evaluate, as their API tells them. */
export function rulesOf(world: World, scene: Scene): { name: string; rules: RuleJson[] }[] {
  const at = new Date(Math.floor(world.now() / 60_000) * 60_000).toISOString()
  return ruleTexts(scene.spec).flatMap(({ key, parsed }) => ('groups' in parsed ? parsed.groups : []).map((group) => ({
    name: group.name, file: `/etc/thanos/rules/${key}`, interval: (parseDurationMs(group.interval ?? '1m') ?? 60_000) / 1000, evaluationTime: 0.02, lastEvaluation: at, limit: 0, partialResponseStrategy: 'ABORT',
    rules: group.rules.map((rule) => {
      const shared = { query: String(rule.expr).trim(), health: 'ok', evaluationTime: 0.004, lastEvaluation: at, labels: rule.labels ?? {} }
      if (rule.alert === undefined) return { type: 'recording' as const, name: rule.record ?? '', ...shared }
      const since = firingSince(world, scene, String(rule.expr))
      const alerts: FiredAlert[] = since === undefined ? [] : [{ labels: { alertname: rule.alert, ...rule.labels }, annotations: rule.annotations ?? {}, state: world.now() - since > (parseDurationMs(rule.for ?? '0') ?? 0) ? 'firing' : 'pending', activeAt: new Date(since).toISOString(), value: '1' }]
      return { type: 'alerting' as const, name: rule.alert, ...shared, state: alerts[0]?.state ?? 'inactive', duration: (parseDurationMs(rule.for ?? '0') ?? 0) / 1000, annotations: rule.annotations ?? {}, alerts }
    }),
  })))
}

/** Alerts whose expression names what fails now. */
function firingSince(world: World, scene: Scene, expression: string): number | undefined {
  const failure = world.failures().find((active) => (active.namespace === undefined || active.namespace === scene.namespace) && (NAMED_BY[active.kind]?.test(expression) ?? false))
  return failure?.since
}

const NAMED_BY: Partial<Record<string, RegExp>> = {
  'compactor-halts': /thanos_compact_halted|compact/, 'receiver-dies': /thanos-receive|thanos_receive_replication/, 'bucket-refuses': /objstore_bucket_operation_failures/, 'edge-silent': /absent\(up|remote_storage/,
}
