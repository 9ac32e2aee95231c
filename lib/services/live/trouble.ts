// What of a stack costs samples or answers now, where somebody looks at it anyway: lists say the same of it as its own page.
import 'server-only'
import type { StackRow } from '../../db/stacks.ts'
import type { Text } from '../../text.ts'
import { attentionOf } from '../../thanos/live/attention.ts'
import type { Observation } from '../../thanos/live/observation.ts'
import { topologyOf } from '../../thanos/live/topology.ts'
import { glance } from './hub.ts'

/** Many ask between two looks. */
const known = new WeakMap<Observation, { what: Text | undefined }>()

/** The first of it; undefined when there is none, and where nobody looks. */
export function troubleSeen(stack: StackRow): Text | undefined {
  const seen = glance(stack)
  if (seen === undefined) return undefined
  const judged = known.get(seen.observation) ?? { what: attentionOf(topologyOf(seen)).find(({ costsNow }) => costsNow)?.title }
  known.set(seen.observation, judged)
  return judged.what
}
