// Relabel configurations as Thanos reads them, and what a block selector of them keeps.
import { parse } from 'yaml'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import { flagValue } from './read-args.ts'
import { fileAt } from './files.ts'
import { specObjectId, type StackSpec, type Workload } from './spec.ts'

/** Actions of Prometheus' relabelling; replace is meant where none is written. */
export const RELABEL_ACTIONS: readonly string[] = ['replace', 'keep', 'drop', 'keepequal', 'dropequal', 'hashmod', 'labelmap', 'labeldrop', 'labelkeep', 'lowercase', 'uppercase']
/** Actions that a selector of blocks takes. Source: pkg/block/fetcher.go, ValidateSupportedRelabelConfig. */
export const SELECTOR_ACTIONS: readonly string[] = ['keep', 'drop', 'hashmod']

/** The text of a relabel configuration and where it stands. */
export type RelabelText = { readonly content: string; readonly object: string; readonly path: string }

/** What a workload is given under `flag` or `flag`-file; undefined when it has none or the file is not at hand. */
export function relabelText(spec: StackSpec, workload: Workload, flag: string): RelabelText | undefined {
  const inline = flagValue(workload.args, flag)
  if (inline !== undefined) return { content: inline, object: specObjectId(workload), path: `flags.${flag}` }
  const path = flagValue(workload.args, `${flag}-file`)
  const found = path === undefined ? undefined : fileAt(spec, workload, path)
  return found?.status === 'file' && found.text !== undefined ? { content: found.text, object: specObjectId(found.object), path: `files.${found.key}` } : undefined
}

/** The rules of a relabel configuration; a fault says in few words what is refused. */
export function parseRelabel(content: string): { rules: JsonObject[] } | { fault: Text } {
  let document: unknown
  try {
    document = parse(content, { logLevel: 'error' })
  } catch {
    return { fault: text('not YAML', 'YAML이 아닙니다') }
  }
  if (document === null || document === undefined) return { rules: [] }
  if (!Array.isArray(document) || !document.every(isJsonObject)) return { fault: text('not a list of relabel rules', 'relabel 규칙의 목록이 아닙니다') }
  return { rules: document }
}

/** The action of a rule, in lower case as Thanos compares it. */
export function actionOf(rule: JsonObject): string {
  return typeof rule.action === 'string' ? rule.action.toLowerCase() : 'replace'
}

/** A selector that keeps some of `modulus` shards: hashmod over `source`, then keep by a number. */
export type HashShard = { readonly source: string; readonly modulus: number; readonly kept: readonly number[] }

/** The shard that a selector chooses; undefined when it chooses in another way. */
export function hashShardOf(rules: readonly JsonObject[]): HashShard | undefined {
  const hash = rules.find((rule) => actionOf(rule) === 'hashmod')
  const { modulus, target_label: target } = hash ?? {}
  if (!hash || typeof modulus !== 'number' || modulus < 1 || modulus > 1000 || typeof target !== 'string') return undefined
  const filters = rules.filter((rule) => (actionOf(rule) === 'keep' || actionOf(rule) === 'drop') && names(rule.source_labels).join() === target)
  if (filters.length === 0) return undefined
  const kept = Array.from({ length: modulus }, (_, shard) => shard).filter((shard) => filters.every((rule) => {
    const isMatch = matcher(rule.regex)?.test(String(shard)) ?? true
    return actionOf(rule) === 'keep' ? isMatch : !isMatch
  }))
  return { source: names(hash.source_labels).join(','), modulus, kept }
}

function names(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

function matcher(regex: Json | undefined): RegExp | undefined {
  try {
    return new RegExp(`^(?:${typeof regex === 'string' || typeof regex === 'number' ? regex : '.*'})$`)
  } catch {
    return undefined
  }
}
