import { parser } from '@prometheus-io/lezer-promql'
import { describe, expect, it } from 'vitest'
import { metricNotes } from '../metrics.ts'
import { expressionFault } from '../rule/expression-fault.ts'
import { HISTORY_HOURS, HISTORY_KEYS, historyQuestions, watchedQuestion } from './history-questions.ts'
import { isWantedMetric } from './wanted-metrics.ts'

type Read = { errors: string[]; metrics: string[]; ranges: string[]; labels: string[] }

/** What a parser of Prometheus reads in an expression. */
function read(expression: string): Read {
  const found: Read = { errors: [], metrics: [], ranges: [], labels: [] }
  parser.parse(expression).iterate({ enter: ({ node }) => {
    const written = expression.slice(node.from, node.to)
    if (node.type.isError) found.errors.push(expression.slice(node.from - 10, node.to + 10))
    if (node.name === 'VectorSelector') found.metrics.push(/^[a-zA-Z_:][\w:]*/.exec(written)?.[0] ?? '')
    if (node.name === 'NumberDurationLiteralInDurationContext') found.ranges.push(written)
    if (node.name === 'UnquotedLabelMatcher') found.labels.push(written)
  } })
  return found
}

/** Names that stand for ones that do not exist in the guide's findings: what to ask instead. */
const INSTEAD = metricNotes('thanos_query_duration_seconds_bucket').map(({ instead }) => instead)
const QUESTIONS = HISTORY_HOURS.flatMap((hours) => HISTORY_KEYS.map((key) => [`${key} over ${hours} h`, historyQuestions('thanos', hours)[key]] as const))

describe('what the installation is asked of itself', () => {
  it.each([['whether it is watched', watchedQuestion('thanos')] as const, ...QUESTIONS])('%s is PromQL, of metrics that exist, in its own namespace alone', (_, question) => {
    const { errors, metrics, labels } = read(question)
    expect(errors).toEqual([])
    expect(expressionFault(question)).toBeUndefined()
    expect(metrics).toHaveLength(1)
    expect(metrics.filter((name) => !isWantedMetric(name) && !INSTEAD.some((instead) => instead.startsWith(`${name}{`)))).toEqual([])
    expect(metricNotes(question)).toEqual([])
    expect(labels).toContain('namespace="thanos"')
  })

  it('a namespace is quoted as PromQL quotes', () => {
    const namespace = 'a"} or up{x="'
    for (const question of [watchedQuestion(namespace), ...HISTORY_KEYS.map((key) => historyQuestions(namespace, 1)[key])]) expect(read(question)).toMatchObject({ errors: [], metrics: [expect.any(String)] })
  })

  it('rates look back over at least five minutes, and over four steps where these are longer', () => {
    expect(HISTORY_HOURS.map((hours) => read(historyQuestions('thanos', hours).ingest).ranges)).toEqual([['300s'], ['360s'], ['1440s'], ['10080s']])
  })

  it('asks for nothing that is not drawn', () => {
    expect(Object.keys(historyQuestions('thanos', 1)).toSorted()).toEqual([...HISTORY_KEYS].toSorted())
  })
})
