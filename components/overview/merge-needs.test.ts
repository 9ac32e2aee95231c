import { describe, expect, test } from 'vitest'
import { attentionOf } from '#lib/thanos/live/attention.ts'
import { topologyOf } from '#lib/thanos/live/topology.ts'
import { changed } from '#lib/testing/check-cases/case.ts'
import { edge, moving } from '#lib/testing/moving.ts'
import { fresh } from '#lib/testing/observed.ts'
import { hrefOf, linkOfWorkload, mergeNeeds, type Need, type SeenNeed, type WorkloadNeed } from './merge-needs.ts'

const STORE = 'StatefulSet/thanos-store'
const need = (id: string): Need => ({ id, glyph: 'waiting', title: id, why: '', link: { label: 'Look', href: '/stacks/a' } })
const ofWorkload = (health: WorkloadNeed['health']): WorkloadNeed => ({ ...need(`${STORE} ${health}`), object: STORE, health })
const nothing = { seen: [], approval: [], workloads: [], others: [], errors: [] }

/** What is told of an installation whose store has one replica that is not ready and does not crash. */
function starting(): SeenNeed[] {
  const seen = moving(changed('corrected', {}), { edges: [edge('a')] })
  const workloads = seen.workloads.state === 'fresh' ? fresh(seen.workloads.value.map((each) => (each.object === STORE ? { ...each, ready: each.want - 1 } : each))) : seen.workloads
  return attentionOf(topologyOf({ observation: { ...seen, workloads } })).map(({ title, why, link, ...rest }) => ({ ...rest, glyph: 'progressing', title: title.en, why: why.en, link: { label: link.to, href: hrefOf('a', link) } }))
}

describe('what needs somebody', () => {
  test('a workload that starts is told once, by what was seen of it', () => {
    const seen = starting()
    expect(seen.map(({ is }) => is)).toEqual(['starting'])
    expect(mergeNeeds({ ...nothing, seen, workloads: [ofWorkload('Progressing')] })).toEqual(seen)
  })

  test.each(['Degraded', 'Missing'] as const)('a workload that is %s is not told to start as well', (health) => {
    expect(mergeNeeds({ ...nothing, seen: starting(), workloads: [ofWorkload(health)] }).map(({ id }) => id)).toEqual([`${STORE} ${health}`])
  })

  test('another matter of the same workload hides nothing of its health', () => {
    const memory: SeenNeed = { ...need('memory'), is: 'memory', costsNow: false }
    expect(mergeNeeds({ ...nothing, seen: [memory], workloads: [ofWorkload('Degraded')] })).toHaveLength(2)
  })

  test('what costs something now comes before what waits for a decision, and what does not comes last', () => {
    const seen: SeenNeed[] = [{ ...need('lost'), is: 'no-edge', costsNow: true }, { ...need('borne'), is: 'failing', costsNow: false }, { ...need('clock'), is: 'clock', costsNow: false }]
    const merged = mergeNeeds({ seen, approval: [need('approval')], workloads: [ofWorkload('Degraded')], others: [need('pending')], errors: [need('findings')] })
    expect(merged.map(({ id }) => id)).toEqual(['lost', 'borne', 'approval', `${STORE} Degraded`, 'pending', 'findings', 'clock'])
  })

  test('every need of a workload leads to where it is put right', () => {
    const hrefs = (isApplied: boolean): string[] => (['Degraded', 'Progressing', 'Missing'] as const).map((health) => hrefOf('a', linkOfWorkload({ object: 'StatefulSet/ns/thanos-store', seen: STORE, health }, isApplied)))
    const node = `/stacks/a/topology?node=${encodeURIComponent(STORE)}`
    expect(hrefs(true)).toEqual([node, node, `/stacks/a/drift#${encodeURIComponent('StatefulSet/ns/thanos-store')}`])
    expect(hrefs(false).at(-1)).toBe('/stacks/a/changes')
  })
})
