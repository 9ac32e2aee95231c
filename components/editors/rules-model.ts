// The rule files of a spec: which ConfigMaps hold them, what is in them, and which ruler loads them. Pure.
import { ruleFilesOf } from '#lib/thanos/files.ts'
import { parseRuleFile, type RuleFault, type RuleGroup } from '#lib/thanos/rule/rule-file.ts'
import { type ConfigFiles, specObjectId, type StackSpec, type Workload, workloads } from '#lib/thanos/spec.ts'

export type RuleFileView = {
  readonly object: string
  readonly key: string
  readonly text: string
  /** Rulers whose --rule-file finds it. */
  readonly loadedBy: readonly Workload[]
  readonly parsed: { readonly groups: readonly RuleGroup[] } | RuleFault
}

/** The rulers of a spec. */
export function rulersOf(spec: StackSpec): Workload[] {
  return workloads(spec).filter(({ kind, object }) => kind === 'rule' && object !== 'Fragment')
}

/** Every file that a ruler loads, and every file of a ConfigMap that reads like one, in the order of the spec. */
export function ruleFiles(spec: StackSpec): RuleFileView[] {
  const loaded = rulersOf(spec).flatMap((ruler) => ruleFilesOf(spec, ruler).map((file) => ({ ruler, id: `${specObjectId(file.object)} ${file.key}` })))
  return configs(spec).flatMap((config) => Object.entries(config.files).flatMap(([key, text]): RuleFileView[] => {
    const object = specObjectId(config)
    const loadedBy = loaded.filter(({ id }) => id === `${object} ${key}`).map(({ ruler }) => ruler)
    if (loadedBy.length === 0 && !looksLikeRules(key, text)) return []
    return [{ object, key, text, loadedBy, parsed: parseRuleFile(text) }]
  }))
}

/** The ConfigMaps that a new rule file can go into: those that hold rule files already. */
export function ruleConfigs(spec: StackSpec): string[] {
  return [...new Set(ruleFiles(spec).map(({ object }) => object))]
}

/** Why a name cannot be the name of a file in a ConfigMap; undefined when it can. */
export function fileNameFault(name: string, taken: readonly string[]): 'shape' | 'taken' | undefined {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(name) || name === '.' || name.startsWith('..')) return 'shape'
  return taken.includes(name) ? 'taken' : undefined
}

function configs(spec: StackSpec): ConfigFiles[] {
  return spec.objects.filter((object): object is ConfigFiles => object.type === 'config' && object.object === 'ConfigMap')
}

function looksLikeRules(key: string, text: string): boolean {
  return /\.ya?ml$/.test(key) && /^groups\s*:/m.test(text)
}
