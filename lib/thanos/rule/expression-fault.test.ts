import { describe, expect, test } from 'vitest'
import { expressionFault } from './expression-fault.ts'

const GOOD = [
  'up', '-x', '1 + Inf', 'sum(rate(x[5m])) by (job) > 1', 'a and on (x) group_left (y) b', 'x offset -5m @ start()', '{"a.b"}', 'sum by (offset) (x)', 'a == bool b',
  'max_over_time(rate(x[5m])[1h:])', 'rate((x[5m] offset 1h))', 'quantile_over_time(0.9, x[5m])', 'holt_winters(x[5m], 0.5, 0.5)', 'absent_over_time(x[5m])', 'topk(5, x)',
  'histogram_quantile(0.9, sum(rate(x_bucket[5m])) by (le))', 'x # a word', 'label_replace(x, "a", "$1", "b", "(.*)")',
]

describe('a PromQL expression', () => {
  test.each(GOOD)('%s is taken', (expression) => {
    expect(expressionFault(expression)).toBeUndefined()
  })

  test.each([
    ['', 'it is empty'],
    ['sum(x) by (', 'something is missing at its end'],
    ['sum(rate(x[5m])) > > 1', 'it cannot be read from “> 1” on'],
    ['up{job=thanos}', 'it cannot be read from “thanos}” on'],
    ['rate(x[$__interval])', 'it cannot be read from “$__interval])” on'],
    ['averag(x)', 'it cannot be read from “(x)” on'],
    ['rate(x)', 'rate() takes a range such as x[5m]'],
    ['sum(increase(sum(x)))', 'increase() takes a range such as x[5m]'],
    ['x[5m] > 1', '“x[5m]” is a range, and a single value for each series is wanted there'],
    ['sum(x[5m])', '“x[5m]” is a range, and a single value for each series is wanted there'],
    ['abs(max_over_time(x[5m])[1h:])', '“max_over_time(x[5m])[1h:…” is a range, and a single value for each series is wanted there'],
  ])('%s is refused: %s', (expression, fault) => {
    expect(expressionFault(expression)?.en).toBe(fault)
  })
})
