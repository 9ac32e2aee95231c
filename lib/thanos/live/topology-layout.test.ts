import { describe, expect, test } from 'vitest'
import { example } from '../../testing/examples.ts'
import { edge, moving } from '../../testing/moving.ts'
import { adopt } from '../adopt.ts'
import type { SeenEdge } from './observation.ts'
import { textWidth } from './figures.ts'
import { edgeRowsOf, FOLDED_ABOVE, lanesOf, layoutOf, type Layout } from './topology-layout.ts'
import { topologyOf } from './topology.ts'
import { EDGES, type Box, type Topology } from './topology-types.ts'

const EXAMPLES = ['guide', 'corrected', 'router-ingestors', 'store-shards', 'minimal'] as const
const edges = (count: number, silent: readonly number[] = []): SeenEdge[] => Array.from({ length: count }, (_, index) => edge(`edge-${index}`, silent.includes(index) ? 3600 : 3))
const graphOf = (name: string, seen: SeenEdge[] = edges(8)): Topology => {
  const { spec } = adopt(example(name))
  return topologyOf({ observation: moving(spec, { edges: seen }), spec })
}
const place = (graph: Topology, open: readonly string[] = [], width = 1200): Layout => layoutOf(graph, { width, locale: 'en', open: new Set(open) })
const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

test('the lane of the edges stands also while no edge is known', () => {
  const graph = graphOf('corrected', [])
  expect(lanesOf(graph)[0]).toBe('edges')
  expect(place(graph).boxes.get(EDGES)).toBeDefined()
})

describe.each(EXAMPLES)('the map of %s', (name) => {
  const graph = graphOf(name)

  test('has a box for every node, none over another, folded and unfolded', () => {
    for (const open of [[], graph.nodes.map(({ id }) => id)]) {
      const { boxes } = place(graph, open)
      expect([...boxes.keys()].toSorted()).toEqual([EDGES, ...graph.nodes.map(({ id }) => id)].toSorted())
      const all = [...boxes.values()]
      expect(all.flatMap((a, index) => all.slice(index + 1).filter((b) => overlap(a, b)).map((b) => `${a.id} over ${b.id}`))).toEqual([])
    }
  })

  test('keeps its lanes in the order of the data path, and a box as wide as its name', () => {
    const { columns, boxes } = place(graph)
    const order = ['edges', 'router', 'receive', 'bucket', 'store', 'query', 'frontend', 'clients']
    expect(columns.map(({ lane }) => lane)).toEqual(order.filter((lane) => columns.some((column) => column.lane === lane)))
    expect(columns.every(({ x, w }, index) => { const next = columns[index + 1]; return next === undefined || next.x >= x + w + 40 })).toBe(true)
    for (const node of graph.nodes) expect(boxes.get(node.id)?.w, node.name).toBeGreaterThanOrEqual(textWidth(node.name, { px: 12.5, bold: true }) + 20)
  })

  test('draws every link, with a label for its rate wherever lines are straight', () => {
    const { wires, labels } = place(graph)
    expect(wires.length).toBeGreaterThanOrEqual(4)
    expect(new Set(wires.map(({ id }) => id)).size).toBe(wires.length)
    expect(labels.flatMap(({ links }) => links).length).toBeGreaterThanOrEqual(4)
    expect(wires.every(({ d }) => !d.includes('NaN') && !d.includes('Infinity'))).toBe(true)
  })

  test('is the same for the same graph, fits the width that it is given, and grows where names need it', () => {
    expect(JSON.stringify([place(graph), [...place(graph).boxes]])).toBe(JSON.stringify([place(graph), [...place(graph).boxes]]))
    expect(place(graph, [], 100).width).toBeGreaterThan(100)
    expect(place(graph, [], 100).width).toBeLessThanOrEqual(place(graph, [], 1600).width)
  })
})

test('a ruler below two queriers has a line to each that it has to do with, and the label of the nearest tells of that one alone', () => {
  const files = example('guide')
  const second = (files.find(({ name }) => name.endsWith('thanos-query.yaml'))?.text ?? '').replaceAll('thanos-query', 'thanos-query-b')
  const { spec } = adopt([...files, { name: 'second.yaml', text: second }])
  const graph = topologyOf({ observation: moving(spec, { edges: edges(1) }), spec })
  const { boxes, wires, labels } = place(graph)
  const ruler = 'StatefulSet/thanos-ruler'
  const targets = [...new Set(graph.links.filter(({ from, to }) => from === ruler && to.includes('thanos-query')).map(({ to }) => to))]
  expect(targets).toHaveLength(2)
  const own = wires.filter(({ id }) => id.startsWith(`up ${ruler}`))
  const endsAt = ({ x, y, w, h }: Box): boolean => own.some(({ tip }) => tip !== undefined && tip.x >= x && tip.x <= x + w && tip.y >= y && tip.y <= y + h)
  expect(targets.filter((id) => { const box = boxes.get(id); return box === undefined || !endsAt(box) })).toEqual([])
  const [label] = labels.filter(({ id }) => id === `up ${ruler}`)
  expect(new Set(label?.links.map(({ to }) => to)).size).toBe(1)
})

describe('many edges', () => {
  test('stand by name up to twelve; beyond, only what is faulty does, and the rest is one row', () => {
    expect(edgeRowsOf(graphOf('guide', edges(FOLDED_ABOVE)).edges, false).rest).toEqual([])
    const { rows, rest } = edgeRowsOf(graphOf('guide', edges(500, [7, 400])).edges, false)
    expect(rows.map(({ name }) => name)).toEqual(['edge-7', 'edge-400'])
    expect(rest).toHaveLength(498)
  })

  test('that are all faulty do not make the map endless', () => {
    const { rows, rest } = edgeRowsOf(graphOf('guide', edges(500, Array.from({ length: 500 }, (_, index) => index))).edges, false)
    expect(rows).toHaveLength(FOLDED_ABOVE)
    expect(rest).toHaveLength(488)
  })

  test('all have a row when they are unfolded', () => {
    expect(edgeRowsOf(graphOf('guide', edges(500)).edges, true).rows).toHaveLength(500)
  })
})
