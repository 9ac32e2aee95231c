// Rule files as Thanos reads them: groups, rules, and what the loader would refuse.
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { parseDurationMs } from '../duration.ts'

// YAML's numbers and switches are read as the text that they are written with.
const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const Labels = z.record(z.string(), Scalar)
const Duration = Scalar.refine((written) => parseDurationMs(written) !== undefined, { message: 'no duration such as 5m' })
export const Rule = z.strictObject({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: z.union([z.string(), z.number()]),
  for: Duration.optional(),
  keep_firing_for: Duration.optional(),
  labels: Labels.optional(),
  annotations: Labels.optional(),
}).refine((rule) => (rule.record === undefined) !== (rule.alert === undefined), { message: 'a rule has either record or alert' })
export type Rule = z.infer<typeof Rule>

export const RuleGroup = z.strictObject({
  name: z.string().min(1),
  interval: Duration.optional(),
  query_offset: Duration.optional(),
  limit: z.number().optional(),
  labels: Labels.optional(),
  partial_response_strategy: z.string().refine((word) => /^(warn|abort)$/i.test(word), { message: 'partial_response_strategy is warn or abort' }).optional(),
  rules: z.array(Rule).nullish().transform((rules) => rules ?? []),
})
export type RuleGroup = z.infer<typeof RuleGroup>

const RuleFile = z.strictObject({ groups: z.array(RuleGroup) })

/** What is wrong with a rule file, and where when the place is known (1-based line). */
export type RuleFault = { readonly fault: string; readonly line?: number }

/** Reads a rule file; a fault says in few words what the loader refuses. Source: pkg/rules/manager.go, Prometheus rulefmt. */
export function parseRuleFile(text: string): { groups: RuleGroup[] } | RuleFault {
  let document: unknown
  try {
    document = parse(text, { logLevel: 'error' })
  } catch (error) {
    if (!(error instanceof YAMLParseError)) return { fault: 'not YAML' }
    return { fault: error.message.split('\n')[0] ?? 'not YAML', ...(error.linePos ? { line: error.linePos[0].line } : {}) }
  }
  return readRules(document)
}

/** The same of a document that was read already: a PrometheusRule's spec. */
export function readRules(document: unknown): { groups: RuleGroup[] } | RuleFault {
  const parsed = RuleFile.safeParse(document)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { fault: issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : 'not a rule file' }
  }
  const names = parsed.data.groups.map((group) => group.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? { groups: parsed.data.groups } : { fault: `the group name "${twice}" is there twice` }
}

/** Whether a text looks like a rule file: it lists groups. */
export function looksLikeRules(text: string): boolean {
  return /^\s*["']?groups["']?\s*:/m.test(text)
}
