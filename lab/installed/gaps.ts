// Tests of the gaps in the coverage map, on the installation of the five problems: the flags that leave time unanswered are brought to real stores, queriers
// and compactors, and what the map shows of them is what is read from these.
import { describe, expect, it } from 'vitest'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { restore } from '#lib/services/revisions/restore.ts'
import { operator, viewer } from '#lib/testing/actors.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import type { Gap } from '#lib/thanos/live/coverage-gaps.ts'
import { putBlock } from '../real-blocks.ts'
import type { Installed } from './given.ts'
import { applyHead, gaps, green, importAsItRuns, take, type Stack } from './telling.ts'

const DAY_MS = 86_400_000

export type GapScene = { readonly lab: Installed; readonly stack: Stack; readonly since: number; readonly labels: Readonly<Record<string, string>> }

/** What a map names a gap by. */
const named = (found: readonly Gap[]): string[] => found.map(({ kind, flags }) => [kind, ...flags.map(({ name, flag, value }) => `${name} ${flag}=${value}`)].join(', ')).toSorted()
const kinds = (found: readonly Gap[]): string => found.map(({ kind }) => kind).toSorted().join()

/**
 * Which kinds are made where; each has a test on made-up observations as well (lib/thanos/live/coverage.test.ts). upload-delay and missing-endpoint are seen
 * among the five problems. Receivers drop nothing within minutes here (two hours at the least), so they are as young as they would be emptied.
 */
export function gapTests(scene: () => GapScene): void {
  describe('gaps in what is answered', () => {
    it('are named by the flags of the stores that cut them out, and closed by what is offered', async () => {
      const { lab, stack } = scene()
      const set = (store: string, flag: string, value: string): Edit => ({ op: 'flag.set', object: `StatefulSet/${lab.namespace}/${store}`, flag, values: [value] })
      await importAsItRuns(lab, stack, [
        set('thanos-store', 'min-time', '-24h'), set('thanos-store', 'max-time', '-12h'), set('thanos-store-recent', 'min-time', '-8h'), set('thanos-store-recent', 'max-time', '-3h'),
      ])
      const found = await gaps(stack, (all) => kinds(all) === 'before-stores,behind-receivers,store-hole')
      expect(named(found)).toEqual([
        'before-stores, thanos-store --min-time=-24h',
        'behind-receivers, thanos-store-recent --max-time=-3h, thanos-receiver --tsdb.retention=2d',
        'store-hole, thanos-store --max-time=-12h, thanos-store-recent --min-time=-8h',
      ])
      const edits = found.flatMap(({ fix }) => fix?.edits ?? [])
      await take(stack, { title: { en: 'Close the gaps', ko: '빈틈 메우기' }, edits })
      await green(stack)
    })

    it('are named where nothing was written, what is old is not asked for, and nobody has what is new', async () => {
      const { lab, stack, since, labels } = scene()
      const { number: good } = await getRevision(viewer, { stackId: stack.stackId, number: 'head' })
      await putBlock(lab.bucketFolder, { from: since - 12 * DAY_MS, to: since - 4 * DAY_MS, labels, downsampled: true })
      await gaps(stack, (all) => kinds(all) === 'no-blocks')
      const [query, stores] = [`Deployment/${lab.namespace}/thanos-query`, ['thanos-store', 'thanos-store-recent'].map((name) => `${name}.${lab.namespace}.svc.cluster.local:10901`)]
      await importAsItRuns(lab, stack, [
        { op: 'flag.set', object: query, flag: 'endpoint.sd-config-file', values: [] }, { op: 'flag.set', object: query, flag: 'endpoint', values: stores },
        { op: 'flag.set', object: query, flag: 'query.auto-downsampling', values: [] },
        { op: 'flag.set', object: `Deployment/${lab.namespace}/thanos-query-frontend`, flag: 'query-range.request-downsampled', values: ['false'] },
        { op: 'flag.set', object: `StatefulSet/${lab.namespace}/thanos-compactor`, flag: 'downsampling.disable', values: ['true'] },
      ])
      const found = await gaps(stack, (all) => kinds(all) === 'no-auto-downsampling,no-blocks,no-head,not-downsampled')
      expect(named(found)).toEqual([
        'no-auto-downsampling, thanos-query --query.auto-downsampling=false',
        'no-blocks',
        'no-head',
        'not-downsampled, thanos-compactor --retention.resolution-raw=7d, thanos-compactor --downsampling.disable=true',
      ])
      const { number: base } = await getRevision(operator, { stackId: stack.stackId, number: 'head' })
      await restore(operator, { stackId: stack.stackId, base, number: good })
      await applyHead(stack)
      // What was never written nobody brings back.
      await green(stack, ['no-blocks'])
    })
  })
}
