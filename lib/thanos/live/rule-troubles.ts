// Rules that fail, and groups that are evaluated late, not yet, or by nobody: alerts that could not fire.
import { ruleFilesOf } from '../files.ts'
import { parseRuleFile } from '../rule/rule-file.ts'
import type { SeenRule } from './observation.ts'
import { type Look, workloadOf } from './readings.ts'
import { blindObjects, type Ruler } from './rulers.ts'

/** A rule whose last evaluation failed, and the rulers in which it did. */
export type RuleTrouble = { name: string; type: SeenRule['type']; group: string; file: string; error?: string; at?: number; pods: string[] }

/**
 * A group that does not run as it should. `late`: its last evaluation is older than ten intervals; `never`: it had none; `missing`: the spec has
 * it and no ruler lists it. `pods` are the rulers of which that is true, `elsewhere` those that evaluate it in time.
 */
export type GroupTrouble = { is: 'late' | 'never' | 'missing'; name: string; file: string; intervalS?: number; evaluatedAt?: number; pods: string[]; elsewhere: string[] }

const LATE_INTERVALS = 10

/** Every rule that fails in a ruler that answers. */
export function ruleTroubles(rulers: readonly Ruler[]): RuleTrouble[] {
  const found = new Map<string, RuleTrouble>()
  for (const { pod, groups } of rulers) for (const group of groups) for (const [at, rule] of group.rules.entries()) {
    if (rule.health !== 'err' && rule.lastError === undefined) continue
    // Two rules of a group may share a name.
    const key = `${group.file} ${group.name} ${at} ${rule.name}`
    const known = found.get(key)
    if (known !== undefined) known.pods.push(pod)
    else found.set(key, { name: rule.name, type: rule.type, group: group.name, file: group.file, pods: [pod], ...(rule.lastError === undefined ? {} : { error: rule.lastError }), ...(rule.evaluatedAt === undefined ? {} : { at: rule.evaluatedAt }) })
  }
  return [...found.values()]
}

/** Every group that does not run as it should. Of rulers that do not answer nothing is said. */
export function groupTroubles(look: Look, rulers: readonly Ruler[]): GroupTrouble[] {
  return [...missingGroups(look, rulers), ...slowGroups(rulers)]
}

function slowGroups(rulers: readonly Ruler[]): GroupTrouble[] {
  const byGroup = new Map<string, { ruler: Ruler & { is: 'answers' }; group: Ruler['groups'][number] }[]>()
  for (const ruler of rulers) {
    if (ruler.is !== 'answers') continue
    for (const group of ruler.groups) {
      const key = `${ruler.object} ${group.file} ${group.name}`
      byGroup.set(key, [...byGroup.get(key) ?? [], { ruler, group }])
    }
  }
  return [...byGroup.values()].flatMap((all) => {
    const slow = all.filter(({ ruler, group }) => isSlow(ruler, group))
    const [first] = slow
    if (first === undefined) return []
    const evaluated = slow.flatMap(({ group }) => group.evaluatedAt ?? [])
    return [{
      is: evaluated.length > 0 ? 'late' as const : 'never' as const, name: first.group.name, file: first.group.file, intervalS: first.group.intervalS, ...(evaluated.length > 0 ? { evaluatedAt: Math.max(...evaluated) } : {}),
      pods: slow.map(({ ruler }) => ruler.pod), elsewhere: all.filter((each) => !slow.includes(each)).map(({ ruler }) => ruler.pod),
    }]
  })
}

/** Counted from the moment of the answer. A ruler that has just started is given the time of its first evaluations. */
function isSlow(ruler: Ruler & { is: 'answers' }, { rules, evaluatedAt, intervalS }: Ruler['groups'][number]): boolean {
  const allowed = LATE_INTERVALS * intervalS * 1000
  const from = Math.max(evaluatedAt ?? 0, ruler.startedAt ?? 0)
  return rules.length > 0 && ruler.at - from > allowed
}

function missingGroups({ spec }: Look, rulers: readonly Ruler[]): GroupTrouble[] {
  const blind = blindObjects(rulers)
  return [...new Set(rulers.map(({ object }) => object))].filter((object) => !blind.includes(object)).flatMap((object) => {
    const workload = workloadOf(spec, object)
    if (workload === undefined) return []
    const told = rulers.flatMap((ruler) => (ruler.object === object && ruler.is === 'answers' ? [ruler] : []))
    const listed = new Set(told.flatMap(({ groups }) => groups.map(({ file, name }) => `${file.split('/').at(-1) ?? ''} ${name}`)))
    return ruleFilesOf(spec, workload).flatMap(({ key, text }): GroupTrouble[] => {
      const parsed = parseRuleFile(text ?? '')
      if ('fault' in parsed) return []
      return parsed.groups.filter(({ name }) => !listed.has(`${key} ${name}`)).map(({ name }) => ({ is: 'missing', name, file: key, pods: told.map(({ pod }) => pod), elsewhere: [] }))
    })
  })
}
