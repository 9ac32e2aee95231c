// The rule groups that a ruler evaluates, with their alerts. Source: pkg/rules/rulespb.
import { z } from 'zod'
import type { SeenRuleGroup } from '../thanos/live/observation.ts'
import { apiData, type FetchPage } from './fetch-page.ts'
import { THANOS_PATHS } from './paths.ts'
import { timeMs } from './time.ts'

const Labels = z.record(z.string(), z.string()).nullish()

const Alert = z.object({
  labels: Labels, annotations: Labels, state: z.string(), activeAt: z.string().nullish(), value: z.union([z.string(), z.number()]),
})
const Rule = z.object({
  type: z.enum(['alerting', 'recording']),
  name: z.string(),
  query: z.string(),
  health: z.string().nullish(),
  lastError: z.string().nullish(),
  lastEvaluation: z.string().nullish(),
  alerts: z.array(Alert).nullish(),
})
const Groups = z.object({
  groups: z.array(z.object({
    name: z.string(), file: z.string(), interval: z.number(), evaluationTime: z.number().nullish(), lastEvaluation: z.string().nullish(), rules: z.array(Rule).nullish(),
  })).nullish(),
})

export async function fetchRules(fetchPage: FetchPage): Promise<SeenRuleGroup[]> {
  const { groups } = await apiData(fetchPage, { path: THANOS_PATHS.rules }, Groups)
  return (groups ?? []).map(({ name, file, interval, evaluationTime, lastEvaluation, rules }): SeenRuleGroup => ({
    name, file, intervalS: interval, ...(evaluationTime === null || evaluationTime === undefined ? {} : { evaluationS: evaluationTime }), ...timeMs('evaluatedAt', lastEvaluation),
    rules: (rules ?? []).map((rule) => ({
      type: rule.type, name: rule.name, query: rule.query, health: rule.health ?? 'unknown', ...(rule.lastError ? { lastError: rule.lastError } : {}),
      ...timeMs('evaluatedAt', rule.lastEvaluation),
      alerts: (rule.alerts ?? []).flatMap((alert) => {
        const state = alert.state.toLowerCase()
        if (state !== 'firing' && state !== 'pending') return []
        return [{ labels: alert.labels ?? {}, annotations: alert.annotations ?? {}, state, activeAt: timeMs('at', alert.activeAt).at ?? 0, value: String(alert.value) } as const]
      }),
    })),
  }))
}
