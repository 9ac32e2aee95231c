// Every rule file of a spec, read once: those that rulers mount, those that were pasted alone, and PrometheusRules.
import { isJsonObject } from '../../manifest/types.ts'
import { flagValues } from '../read-args.ts'
import { isFragment, workloadsOf } from '../check.ts'
import { filesMatching } from '../files.ts'
import { remembered } from '../remember.ts'
import { specObjectId, type ConfigFiles, type Other, type StackSpec } from '../spec.ts'
import { parseRuleFile, readRules } from './rule-file.ts'

/** `key` is the file's name; of a PrometheusRule its own, which has no text. */
export type RuleText = { readonly object: string; readonly path: string; readonly key: string; readonly text?: string; readonly parsed: ReturnType<typeof parseRuleFile> }

/** The rule files of a spec, each once. */
export const ruleTexts: (spec: StackSpec) => readonly RuleText[] = remembered((spec) => {
  const mounted = workloadsOf(spec, 'rule').flatMap((workload) => flagValues(workload.args, 'rule-file').flatMap((glob) => filesMatching(spec, workload, glob)))
    .flatMap(({ object, key }) => (object.type === 'config' ? [{ object, key }] : []))
  const pasted = spec.objects.flatMap((object) => (object.type === 'config' && isFragment(object) && 'rules.yaml' in object.files ? [{ object, key: 'rules.yaml' }] : []))
  const seen = new Set<string>()
  return [
    ...[...mounted, ...pasted].filter(({ object, key }) => !seen.has(`${specObjectId(object)} ${key}`) && seen.add(`${specObjectId(object)} ${key}`))
      .map(({ object, key }): RuleText => ({ object: specObjectId(object), path: `files.${key}`, key, text: object.files[key] ?? '', parsed: parsedIn(object, key) })),
    ...spec.objects.flatMap((object): RuleText[] => (object.type === 'object' && object.object === 'PrometheusRule' ? [{ object: specObjectId(object), path: 'spec.groups', key: object.name, parsed: ofPrometheusRule(object) }] : [])),
  ]
})

const filesOf = remembered((_object: ConfigFiles) => new Map<string, ReturnType<typeof parseRuleFile>>())

function parsedIn(object: ConfigFiles, key: string): ReturnType<typeof parseRuleFile> {
  const known = filesOf(object)
  const earlier = known.get(key)
  if (earlier) return earlier
  const parsed = parseRuleFile(object.files[key] ?? '')
  known.set(key, parsed)
  return parsed
}

const ofPrometheusRule = remembered((object: Other) => readRules(isJsonObject(object.manifest.spec) ? { groups: object.manifest.spec.groups ?? [] } : null))
