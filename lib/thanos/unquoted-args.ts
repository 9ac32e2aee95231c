// Numbers and switches among the args of a Thanos container: Kubernetes takes texts alone there and refuses the whole object.
import type { ReadProblem } from '../manifest/read-yaml.ts'
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type KubeObject } from '../manifest/types.ts'
import { text } from '../text.ts'
import { CONTAINER_LISTS } from './part-places.ts'

const THANOS = /(?:^|\/)thanos(?:[:@]|$)/

/** A problem for each word that must stand in quotes, on its own line where it can be told, else where the object begins (`line`, from 1). */
export function unquotedArgs(object: KubeObject, { file, line, source }: { file: string; line: number; source: string }): ReadProblem[] {
  if (object.apiVersion !== 'apps/v1') return []
  const lines = source.split('\n')
  return containersOf(object).flatMap(({ name, words }) => words.filter((word) => typeof word !== 'string').map((word): ReadProblem => {
    const written = JSON.stringify(word)
    return {
      file, line: lineOf(lines, line, written) ?? line, column: 1,
      message: text(
        `YAML reads ${written} among the args of container ${name} as no text, and Kubernetes takes texts alone there. Put it in quotes: "${written}".`,
        `컨테이너 ${name}의 args에 있는 ${written}을(를) YAML이 문자열로 읽지 않는데 Kubernetes는 문자열만 받습니다. "${written}"처럼 따옴표로 감싸세요.`,
      ),
    }
  }))
}

function containersOf(object: KubeObject): { name: string; words: Json[] }[] {
  return CONTAINER_LISTS.flatMap((list) => {
    const containers = getAt(object, list)
    return (Array.isArray(containers) ? containers : []).flatMap((container) => {
      if (!isJsonObject(container) || typeof container.image !== 'string' || !THANOS.test(container.image)) return []
      const words = [container.command, container.args].flatMap((part) => (Array.isArray(part) ? part : []))
      return [{ name: typeof container.name === 'string' ? container.name : '', words }]
    })
  })
}

/** The line on which a word is an item of a list, after the args or the command begin. */
function lineOf(lines: readonly string[], from: number, word: string): number | undefined {
  const start = lines.findIndex((line, index) => index >= from - 1 && /^\s*(?:-\s+)?["']?(?:args|command)["']?\s*:|[{,]\s*["']?(?:args|command)["']?\s*:/.test(line))
  if (start < 0) return undefined
  const item = new RegExp(`(?:^\\s*(?:-\\s+)+|[[,]\\s*)${word.replaceAll(/\W/g, '\\$&')}\\s*(?:$|[,\\]#])`)
  const found = lines.findIndex((line, index) => index >= start && item.test(line))
  return found < 0 ? undefined : found + 1
}
