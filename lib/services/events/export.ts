// The audit to take away: every event of a filter, as a stream of text that holds one batch in memory.
import 'server-only'
import { z } from 'zod'
import { db } from '../../db/client.ts'
import { countEvents, lastEvent, listEvents } from '../../db/events.ts'
import { EXPORT_FORMATS, type ExportFormat } from '../../event-action.ts'
import { command, operation, type Verb } from '../command.ts'
import { EventFilter, EventId, toRows } from './filter.ts'
import { exportHead, exportLine } from './export-line.ts'

const BATCH = 1_000

export const ExportEvents = EventFilter.extend({ format: z.enum(EXPORT_FORMATS) })
export type ExportEvents = z.input<typeof ExportEvents>

/** `lines` gives the file piece by piece, newest first; it is read once. */
export type Export = { format: ExportFormat; events: number; lines: AsyncGenerator<string, void> }

/** Writes down who takes what, then gives it. What happens after that moment, this very export included, is not in it. */
export const exportEvents: Verb<ExportEvents, Export> = operation({
  name: 'event.export',
  permission: 'event:export',
  input: ExportEvents,
  about: aboutExport,
  async run({ reader, actor }, { format, ...given }) {
    const filter = toRows(given)
    const head = await lastEvent(reader)
    const events = head === undefined ? 0 : await countEvents(reader, { filter, upTo: head.id })
    await note(actor, { format, filter: given, events, ...(head === undefined ? {} : { head }) })
    return { format, events, lines: linesOf(format, filter, head?.id ?? '0') }
  },
})

const note = command({
  name: 'event.export',
  permission: 'event:export',
  input: z.object({ format: z.enum(EXPORT_FORMATS), filter: EventFilter, events: z.number(), head: z.object({ id: EventId, hash: z.string() }).optional() }),
  about: ({ format, filter }) => aboutExport({ format, ...filter }),
  run: async (_, { format, filter, events, head }) => ({
    value: undefined, event: { ...aboutExport({ format, ...filter }), after: { events, ...(Object.keys(filter).length === 0 ? {} : { filter }), ...(head === undefined ? {} : { upTo: head }) } },
  }),
})

function aboutExport({ format, stackId }: { format: ExportFormat; stackId?: string | undefined }): { subject: string; stackId?: string } {
  return { subject: format === 'csv' ? 'CSV' : 'JSON lines', ...(stackId === undefined ? {} : { stackId }) }
}

async function* linesOf(format: ExportFormat, filter: ReturnType<typeof toRows>, upTo: string): AsyncGenerator<string, void> {
  yield exportHead(format)
  let before = String(BigInt(upTo) + 1n)
  for (;;) {
    const rows = await listEvents(db(), { filter, before, limit: BATCH })
    yield rows.map((row) => exportLine(format, row)).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < BATCH) return
    before = last.id
  }
}
