// The lines between the boxes of a map: straight or with rounded corners, gathered into a trunk where several meet, each with one label.
import type { Locale } from '../../text.ts'
import { labelWidth } from './figures.ts'
import { FAILED_SHARE } from './thresholds.ts'
import { type Box, type Column, EDGES, type EdgeRows, ROW, type LinkState, type TopologyLink, type TopologyNode } from './topology-types.ts'

/** `cut` is where a broken line ends in a cross; `tip` where an arrow points, and whither. */
export type Wire = { id: string; d: string; state: LinkState; tip?: { x: number; y: number; to: 'right' | 'up' | 'down' }; cut?: { x: number; y: number } }
/** One label for all `links` of a line; `x` and `y` are the middle of its line, or its left end when `side` is "right" of a vertical one. */
export type Label = { id: string; x: number; y: number; w: number; side: 'line' | 'right'; links: TopologyLink[] }
export type Wires = { wires: Wire[]; labels: Label[] }

type Ground = { columns: readonly Column[]; boxes: ReadonlyMap<string, Box>; nodes: readonly TopologyNode[]; links: readonly TopologyLink[]; locale: Locale; rows: EdgeRows }
type Ends = { from: Box; to: Box; link: TopologyLink }

export const STUB = 14
const TIP = 6
const ARC_ROOM = 46

/** The lines of all links, pair of lanes by pair of lanes. */
export function wiresOf({ columns, boxes, nodes, links: given, locale, rows }: Ground): Wires {
  const links = given.map(asDrawn)
  const laneIndex = new Map<string, number>([[EDGES, columns.findIndex(({ lane }) => lane === 'edges')], ...nodes.map(({ id, lane }): [string, number] => [id, columns.findIndex((column) => column.lane === lane)])])
  const below = new Set(nodes.filter(({ isBelow }) => isBelow).map(({ id }) => id))
  const ends = links.flatMap((link): (Ends & { key: string })[] => {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)]
    if (from === undefined || to === undefined) return []
    const [a, b] = [laneIndex.get(link.from) ?? 0, laneIndex.get(link.to) ?? 0]
    return [{ from, to, link, key: groupOf(link, { a, b, below }) }]
  })
  const top = Math.min(...[...boxes.values()].filter(({ id }) => id !== EDGES).map(({ y }) => y))
  let level = 0
  const drawn = [...Map.groupBy(ends, ({ key }) => key)].map(([key, group]) => {
    if (key.startsWith('arc')) return arc(key, group, { y: top - 18 - ARC_ROOM * level++ - 14, locale })
    if (key.startsWith('up')) return upward(key, group, locale)
    if (key.startsWith('side')) return sideways(key, group)
    return across(key, group, locale)
  })
  return { wires: [...edgeStubs(rows, boxes.get(EDGES), ends), ...drawn.flatMap(({ wires }) => wires)], labels: drawn.flatMap(({ labels }) => labels) }
}

/** That an edge is silent shows at its own row; what the others write still flows. */
function asDrawn(link: TopologyLink): TopologyLink {
  return link.from === EDGES && link.state === 'partly' && (link.errors ?? 0) <= FAILED_SHARE ? { ...link, state: 'flowing' } : link
}

/** From each row of the edges to the line that gathers them; a silent one ends in a cross before it. */
function edgeStubs({ rows, rest }: EdgeRows, box: Box | undefined, ends: readonly Ends[]): Wire[] {
  const link = ends.find((each) => each.link.from === EDGES)?.link
  if (box === undefined || link === undefined) return []
  const x = box.x + box.w
  // No edge is seen: the line still begins at the box.
  if (rows.length + rest.length === 0) return [{ id: 'edges', state: link.state, d: `M${x} ${middle(box)}H${x + STUB}` }]
  const at = (index: number): number => box.y + ROW.edge * index + ROW.edge / 2
  const flowing = [...rows.flatMap(({ state }, index) => (state === 'silent' ? [] : [at(index)])), ...(rest.length > 0 ? [at(rows.length)] : [])]
  const heights = [...flowing, middle(box)]
  const silent = rows.flatMap(({ id, state }, index): Wire[] => (state === 'silent' ? [{ id: `edge ${id}`, d: `M${x} ${at(index)}H${x + STUB - 5}`, state: 'broken', cut: { x: x + STUB - 3, y: at(index) } }] : []))
  return [{ id: 'edges', state: 'flowing', d: [...flowing.map((y) => `M${x} ${y}H${x + STUB}`), `M${x + STUB} ${Math.min(...heights)}V${Math.max(...heights)}`].join('') }, ...silent]
}

function groupOf({ from, to }: TopologyLink, { a, b, below }: { a: number; b: number; below: ReadonlySet<string> }): string {
  if (a === b) return below.has(from) || below.has(to) ? `up ${from}` : `side ${a}`
  if (below.has(from) && below.has(to)) return `across-below ${a} ${b}`
  return b - a === 1 ? `across ${a} ${b}` : `arc ${a} ${b}`
}

/** Between neighbouring lanes. One pair is one straight line; several meet in a trunk before their label and part behind it. */
function across(key: string, group: readonly Ends[], locale: Locale): Wires {
  const sources = each(group.map(({ from }) => from))
  const targets = each(group.map(({ to }) => to))
  const right = Math.max(...sources.map(({ x, w }) => x + w))
  const left = Math.min(...targets.map(({ x }) => x))
  const y = axisOf(sources, targets)
  const isFromEdges = sources.length === 1 && sources[0]?.id === EDGES
  const [joinX, partX] = [right + (sources.length > 1 || isFromEdges ? STUB : 0), left - (targets.length > 1 ? STUB + TIP : 0)]
  const only = group.length === 1 ? group[0] : undefined
  const state = stateOf(group.map(({ link }) => link))
  const label: Label = { id: key, side: 'line', x: (joinX + partX - TIP) / 2, y, w: Math.max(...group.map(({ link }) => labelWidth(link, locale))), links: group.map(({ link }) => link) }
  if (only !== undefined) {
    const [start, end] = [middle(only.from), middle(only.to)]
    const isBroken = state === 'broken'
    const stop = left - (isBroken ? 4 : TIP)
    // It turns before its label, so that none runs through the words.
    const turn = right + STUB
    const d = path([[joinX, start], [turn, start], [turn, end], [stop, end]])
    return { wires: [{ id: key, d, state, ...(isBroken ? { cut: { x: stop, y: end } } : { tip: { x: left, y: end, to: 'right' as const } }) }], labels: [{ ...label, y: end }] }
  }
  const wires: Wire[] = [{ id: `${key} trunk`, d: path([[joinX, y], [partX - (targets.length > 1 ? 0 : TIP), y]]), state: state === 'broken' ? 'broken' : 'flowing', ...(targets.length > 1 ? {} : { tip: { x: left, y, to: 'right' as const } }) }]
  if (sources.length > 1) {
    for (const box of sources) {
      const own = stateOf(group.filter(({ from }) => from.id === box.id).map(({ link }) => link))
      const at = middle(box)
      wires.push(own === 'broken'
        ? { id: `${key} ${box.id}`, d: path([[box.x + box.w, at], [joinX - 4, at]]), state: own, cut: { x: joinX - 2, y: at } }
        : { id: `${key} ${box.id}`, d: path([[box.x + box.w, at], [joinX, at], [joinX, y]]), state: own })
    }
  }
  if (targets.length > 1) {
    for (const box of targets) {
      const own = stateOf(group.filter(({ to }) => to.id === box.id).map(({ link }) => link))
      const at = middle(box)
      wires.push(own === 'broken'
        ? { id: `${key} to ${box.id}`, d: path([[partX, y], [partX, at], [box.x - 4, at]]), state: own, cut: { x: box.x - 4, y: at } }
        : { id: `${key} to ${box.id}`, d: path([[partX, y], [partX, at], [box.x - TIP, at]]), state: own, tip: { x: box.x, y: at, to: 'right' } })
    }
  }
  return { wires, labels: [label] }
}

/** Over the lanes between. */
function arc(key: string, group: readonly Ends[], { y, locale }: { y: number; locale: Locale }): Wires {
  const sources = each(group.map(({ from }) => from))
  const targets = each(group.map(({ to }) => to))
  const [first, last] = [sources[0], targets[0]]
  if (first === undefined || last === undefined) return { wires: [], labels: [] }
  const startX = sources.length === 1 ? first.x + first.w / 2 : Math.max(...sources.map(({ x, w }) => x + w)) + 7
  const endX = targets.length === 1 ? last.x + last.w / 2 : Math.min(...targets.map(({ x }) => x)) - 9
  const state = stateOf(group.map(({ link }) => link))
  const label: Label = { id: key, side: 'line', x: (startX + endX) / 2, y, w: Math.max(...group.map(({ link }) => labelWidth(link, locale))), links: group.map(({ link }) => link) }
  const wires: Wire[] = []
  const start: [number, number] = sources.length === 1 ? [startX, first.y] : [startX, Math.min(...sources.map(middle))]
  if (targets.length === 1) {
    const isBroken = state === 'broken'
    wires.push({ id: key, d: path([start, [startX, y], [endX, y], [endX, last.y - (isBroken ? 4 : TIP)]]), state, ...(isBroken ? { cut: { x: endX, y: last.y - 6 } } : { tip: { x: endX, y: last.y, to: 'down' as const } }) })
  } else wires.push({ id: key, d: path([start, [startX, y], [endX, y], [endX, Math.max(...targets.map(middle))]]), state })
  if (sources.length > 1) for (const box of sources) wires.push({ id: `${key} ${box.id}`, d: path([[box.x + box.w, middle(box)], [startX, middle(box)], [startX, Math.min(...sources.map(middle)) - 4]]), state: stateOf(group.filter(({ from }) => from.id === box.id).map(({ link }) => link)) })
  if (targets.length > 1) for (const box of targets) wires.push({ id: `${key} to ${box.id}`, d: path([[endX, middle(box)], [box.x - TIP, middle(box)]]), state: stateOf(group.filter(({ to }) => to.id === box.id).map(({ link }) => link)), tip: { x: box.x, y: middle(box), to: 'right' } })
  return { wires, labels: [label] }
}

/** From a node below to those above it: straight to the nearest, by brackets to the others; a compactor also takes from its bucket. */
function upward(key: string, group: readonly Ends[], locale: Locale): Wires {
  const [nearest, ...others] = each(group.map(({ to }) => to)).toSorted((a, b) => b.y - a.y)
  const from = group[0]?.from
  if (from === undefined || nearest === undefined) return { wires: [], labels: [] }
  const linksTo = (box: Box): TopologyLink[] => group.filter(({ to }) => to.id === box.id).map(({ link }) => link)
  // What it asks says more of a ruler than what it is asked.
  const links = linksTo(nearest).toSorted((a, b) => Number(b.over === 'HTTP') - Number(a.over === 'HTTP'))
  const state = stateOf(links)
  const bottom = nearest.y + nearest.h
  const isBoth = links.some(({ over }) => over === 'compact')
  const x = Math.round(from.x + Math.min(from.w, nearest.w) / 2)
  const isFirst = from.y - bottom < 90
  const label: Label = { id: key, side: 'right', x: x + (isBoth ? 24 : 10), y: isFirst ? (bottom + from.y) / 2 : bottom + 24, w: Math.max(...links.map((link) => labelWidth(link, locale))) * 2, links }
  const cut = state === 'broken'
  const up = isBoth ? x - 15 : x
  const route: [number, number][] = isFirst ? [[up, from.y], [up, bottom + (cut ? 8 : TIP)]] : [[from.x, middle(from)], [from.x - 12, middle(from)], [from.x - 12, bottom + 18], [from.x + 14, bottom + 18], [from.x + 14, bottom + (cut ? 8 : TIP)]]
  const end = route.at(-1)?.[0] ?? up
  return {
    wires: [
      { id: key, d: path(route), state, ...(cut ? { cut: { x: end, y: bottom + 8 } } : { tip: { x: end, y: bottom, to: 'up' as const } }) },
      ...(isBoth && isFirst ? [{ id: `${key} back`, d: path([[x + 15, bottom], [x + 15, from.y - TIP]]), state: cut ? 'unknown' as const : state, tip: { x: x + 15, y: from.y, to: 'down' as const } }] : []),
      ...others.map((to, index) => bracket(`${key} to ${to.id}`, { from, to, index, state: stateOf(linksTo(to)) })),
    ],
    labels: isFirst ? [label] : [],
  }
}

/** Between nodes of one lane. */
function sideways(key: string, group: readonly Ends[]): Wires {
  return { wires: group.map(({ from, to, link }, index) => bracket(`${key} ${link.id}`, { from, to, index, state: link.state })), labels: [] }
}

/** A line from one box to another at the left of both, below the lines that come to them from the lane before. */
function bracket(id: string, { from, to, index, state }: { from: Box; to: Box; index: number; state: LinkState }): Wire {
  const [start, end, left] = [middle(from) + 8, middle(to) + 8, Math.min(from.x, to.x) - 10 - index * 3]
  const isBroken = state === 'broken'
  return { id, state, d: path([[from.x, start], [left, start], [left, end], [to.x - (isBroken ? 4 : TIP), end]]), ...(isBroken ? { cut: { x: to.x - 4, y: end } } : { tip: { x: to.x, y: end, to: 'right' as const } }) }
}

/** Broken only when nothing passes at all. */
function stateOf(links: readonly TopologyLink[]): LinkState {
  if (links.every(({ state }) => state === 'broken')) return 'broken'
  return (['broken', 'partly'] as const).some((bad) => links.some(({ state }) => state === bad)) ? 'partly' : links.find(({ state }) => state !== 'flowing')?.state ?? 'flowing'
}

function each(boxes: readonly Box[]): Box[] {
  return [...new Map(boxes.map((box) => [box.id, box])).values()]
}

function middle({ y, h }: Box): number {
  return Math.round(y + h / 2)
}

/** The height at which a trunk runs: at the one end where only one is. */
function axisOf(sources: readonly Box[], targets: readonly Box[]): number {
  const mean = (boxes: readonly Box[]): number => Math.round((Math.min(...boxes.map(({ y }) => y)) + Math.max(...boxes.map(({ y, h }) => y + h))) / 2)
  return targets.length === 1 ? mean(targets) : mean(sources.length === 1 ? sources : [...sources, ...targets])
}

/** A line through points at right angles, its corners rounded by 6 px. */
function path(points: readonly (readonly [number, number])[]): string {
  const kept = points.filter((point, index) => { const before = points[index - 1]; return before === undefined || before[0] !== point[0] || before[1] !== point[1] })
  const [first, ...rest] = kept
  if (first === undefined) return ''
  let d = `M${first[0]} ${first[1]}`
  for (const [index, point] of rest.entries()) {
    const [before, after] = [kept[index], rest[index + 1]]
    if (before === undefined || after === undefined) { d += `L${point[0]} ${point[1]}`; continue }
    const radius = Math.min(6, length(before, point) / 2, length(point, after) / 2)
    const [a, b] = [toward(point, before, radius), toward(point, after, radius)]
    d += `L${a[0]} ${a[1]}Q${point[0]} ${point[1]} ${b[0]} ${b[1]}`
  }
  return d
}

function length(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])
}

function toward(from: readonly [number, number], to: readonly [number, number], by: number): [number, number] {
  return [from[0] + Math.sign(to[0] - from[0]) * by, from[1] + Math.sign(to[1] - from[1]) * by]
}
