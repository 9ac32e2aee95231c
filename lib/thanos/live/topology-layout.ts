// Places for the nodes of a map: lanes in a fixed order, the main line through their middle, what works on it below. No clock and no measuring:
// the same graph at the same width has the same places.
import type { Locale, Text } from '../../text.ts'
import { labelWidth, textWidth } from './figures.ts'
import { type Box, type Column, EDGES, type EdgeRows, LANES, type Lane, ROW, type Topology, type TopologyEdge, type TopologyLink, type TopologyNode } from './topology-types.ts'
import { STUB, wiresOf, type Wires } from './topology-wires.ts'

export type Layout = Wires & { width: number; height: number; columns: Column[]; boxes: ReadonlyMap<string, Box>; edgeRows: EdgeRows }

export type LayoutOptions = {
  /** The map is at least so wide; more when its names need it. */
  width: number
  locale: Locale
  /** Nodes whose replicas are unfolded. */
  open: ReadonlySet<string>
}

/** Of a row of the box of edges, all but the name: glyph, rate, age and what is between them. */
const EDGE_ROW_PX = 140
/** Room for the one sentence that stands there while no edge is seen. */
const NO_EDGES_PX = 160
const NODE_GAP = 16
const BELOW_GAP = 58
const ARC_ROOM = 46
const MIN_GAP = 46
const MAX_GAP = 150
/** More edges than this are folded. */
export const FOLDED_ABOVE = 12

/** Faulty edges stand by name, twelve of them at most; what works is one row as soon as there are more than twelve. */
export function edgeRowsOf(edges: readonly TopologyEdge[], isOpen: boolean): EdgeRows {
  if (isOpen || edges.length <= FOLDED_ABOVE) return { rows: [...edges], rest: [] }
  const faulty = edges.filter(({ state }) => state !== 'writing').slice(0, FOLDED_ABOVE)
  const named = new Set(faulty)
  return { rows: faulty, rest: edges.filter((edge) => !named.has(edge)) }
}

/** The lanes that there are. That of the edges stands where something takes them in, also while none is known. */
export function lanesOf({ nodes, edges }: Pick<Topology, 'nodes' | 'edges'>): Lane[] {
  return LANES.filter((lane) => (lane === 'edges' ? nodes.some(({ kind }) => kind === 'receive') || edges.length > 0 : nodes.some((node) => node.lane === lane)))
}

/** Where everything stands. */
export function layoutOf({ nodes, edges, links }: Pick<Topology, 'nodes' | 'edges' | 'links'>, { width, locale, open }: LayoutOptions): Layout {
  const edgeRows = edgeRowsOf(edges, open.has(EDGES))
  const lanes = lanesOf({ nodes, edges })
  const widths = lanes.map((lane) => (lane === 'edges' ? edgesWidth(edgeRows, locale) : Math.max(...nodes.filter((node) => node.lane === lane).map((node) => nodeWidth(node, { locale, isOpen: open.has(node.id) })))))
  const columns = columnsOf(lanes, widths, { links, nodes, locale, width })
  const boxes = boxesOf(columns, { nodes, edgeRows, hasEdges: lanes.includes('edges'), open, arcs: arcCount(columns, nodes, links) })
  const wires = wiresOf({ columns, boxes, nodes, links, locale, rows: edgeRows })
  const all = [...boxes.values()]
  const right = columns.at(-1)
  return {
    ...wires, columns, boxes, edgeRows,
    width: Math.max(right === undefined ? 0 : right.x + right.w, ...wires.labels.map(({ x, w }) => x + w)) + 1,
    height: Math.max(ROW.head, ...all.map(({ y, h }) => y + h)) + 2,
  }
}

/** The height of a node's box. */
export function nodeHeight(node: TopologyNode, isOpen: boolean): number {
  const lines = node.facts.length + (node.differences.length > 0 ? 1 : 0)
  return ROW.pad * 2 + ROW.name + ROW.line + lines * ROW.line + (isOpen ? ROW.foot + node.pods.length * ROW.pod : 0)
}

/** What the box says of its differences, in one line. */
export function differenceLine({ differences }: Pick<TopologyNode, 'differences'>): Text | undefined {
  const [first] = differences
  if (first === undefined) return undefined
  if (differences.length === 1 && (first.is === 'not-desired' || first.is === 'not-seen')) return first.text
  return { en: differences.length === 1 ? '1 difference' : `${differences.length} differences`, ko: `다른 점 ${differences.length}개` }
}

function nodeWidth(node: TopologyNode, { locale, isOpen }: { locale: Locale; isOpen: boolean }): number {
  const difference = differenceLine(node)
  return Math.max(
    104,
    textWidth(node.name, { px: 12.5, bold: true }) + 22,
    textWidth(node.words[locale], { bold: true }) + 18 + 22 + (node.pods.length > 0 ? 20 : 0),
    ...node.facts.map(({ label, value }) => textWidth(label[locale]) + (typeof value === 'string' ? textWidth(value, { bold: true }) : 58) + 20 + 22),
    ...(difference === undefined ? [] : [textWidth(difference[locale], { bold: true }) + 18 + 22]),
    ...(isOpen ? node.pods.map(({ name }) => textWidth(name) + 18 + 50 + 22) : []),
  )
}

function edgesWidth({ rows, rest }: EdgeRows, locale: Locale): number {
  if (rows.length + rest.length === 0) return NO_EDGES_PX
  const names = rows.map(({ name }) => textWidth(name, { px: 12.5, bold: true }))
  const others = rest.length === 0 ? 0 : textWidth(locale === 'en' ? `${rest.length} others writing` : `나머지 ${rest.length}개 수신`, { px: 12.5, bold: true })
  return Math.max(56, ...names, others) + EDGE_ROW_PX
}

function columnsOf(lanes: readonly Lane[], widths: readonly number[], { links, nodes, locale, width }: { links: readonly TopologyLink[]; nodes: readonly TopologyNode[]; locale: Locale; width: number }): Column[] {
  const laneOf = new Map<string, Lane>([[EDGES, 'edges'], ...nodes.map(({ id, lane }): [string, Lane] => [id, lane])])
  const gaps = lanes.slice(1).map((lane, index) => {
    const left = lanes[index]
    const between = links.filter(({ from, to }) => laneOf.get(from) === left && laneOf.get(to) === lane)
    const ends = new Set(between.flatMap(({ from, to }) => [from, to])).size
    return Math.max(MIN_GAP, ...between.map((link) => labelWidth(link, locale) + 12)) + (ends > 2 ? 16 : 0) + (left === 'edges' ? STUB : 0)
  })
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
  const spare = gaps.length === 0 ? 0 : Math.max(0, width - sum(widths) - sum(gaps) - 1) / gaps.length
  let x = 0
  return lanes.map((lane, index) => {
    const column = { lane, x: Math.round(x), w: widths[index] ?? 0 }
    const gap = gaps[index] ?? 0
    x += column.w + Math.max(gap, Math.min(MAX_GAP, gap + spare))
    return column
  })
}

/** Links that jump over a lane go above it, each pair of lanes on a level of its own. */
function arcCount(columns: readonly Column[], nodes: readonly TopologyNode[], links: readonly TopologyLink[]): number {
  const place = new Map<string, number>([[EDGES, columns.findIndex(({ lane }) => lane === 'edges')], ...nodes.map(({ id, lane }): [string, number] => [id, columns.findIndex((column) => column.lane === lane)])])
  const below = new Set(nodes.filter(({ isBelow }) => isBelow).map(({ id }) => id))
  return new Set(links.filter(({ from, to }) => !below.has(from) && !below.has(to) && Math.abs((place.get(to) ?? 0) - (place.get(from) ?? 0)) > 1).map(({ from, to }) => `${place.get(from)} ${place.get(to)}`)).size
}

function boxesOf(columns: readonly Column[], { nodes, edgeRows, hasEdges, open, arcs }: { nodes: readonly TopologyNode[]; edgeRows: EdgeRows; hasEdges: boolean; open: ReadonlySet<string>; arcs: number }): Map<string, Box> {
  const top = ROW.head + 20 + arcs * ARC_ROOM
  const stacks = columns.map(({ lane }) => nodes.filter((node) => node.lane === lane && !node.isBelow).map((node) => ({ node, h: nodeHeight(node, open.has(node.id)) })))
  const heights = stacks.map((stack) => stack.reduce((sum, { h }) => sum + h, 0) + Math.max(0, stack.length - 1) * NODE_GAP)
  const edgesHeight = Math.max(1, edgeRows.rows.length + (edgeRows.rest.length > 0 ? 1 : 0)) * ROW.edge
  const tallest = Math.max(0, ...heights)
  const axis = Math.round(top + Math.max(tallest, Math.min(edgesHeight - arcs * ARC_ROOM, 320)) / 2)
  const boxes = new Map<string, Box>()
  const edges = columns.find(({ lane }) => lane === 'edges')
  if (hasEdges && edges !== undefined) boxes.set(EDGES, { id: EDGES, x: edges.x, w: edges.w, h: edgesHeight, y: Math.max(ROW.head + 16, Math.round(axis - edgesHeight / 2)) })
  for (const [index, stack] of stacks.entries()) {
    let y = Math.round(axis - (heights[index] ?? 0) / 2)
    for (const { node, h } of stack) {
      boxes.set(node.id, { id: node.id, x: columns[index]?.x ?? 0, y, w: columns[index]?.w ?? 0, h })
      y += h + NODE_GAP
    }
  }
  const belowTop = Math.max(axis, ...columns.flatMap(({ lane }, index) => (nodes.some((node) => node.lane === lane && node.isBelow) ? [axis + (heights[index] ?? 0) / 2] : []))) + BELOW_GAP
  for (const column of columns) {
    let y = Math.round(belowTop)
    for (const node of nodes.filter((each) => each.lane === column.lane && each.isBelow)) {
      const h = nodeHeight(node, open.has(node.id))
      boxes.set(node.id, { id: node.id, x: column.x, y, w: column.w, h })
      y += h + NODE_GAP
    }
  }
  return boxes
}
