// One event as a line of an export: comma-separated values, or JSON.
import type { EventRow } from '../../db/events.ts'
import type { ExportFormat } from '../../event-action.ts'

const COLUMNS = ['id', 'at', 'actorId', 'actor', 'door', 'action', 'outcome', 'stackId', 'subject', 'before', 'after', 'hash'] as const

/** What a file of this format begins with. CSV: a byte order mark, so that spreadsheets read Korean, and the names of the columns. */
export function exportHead(format: ExportFormat): string {
  return format === 'csv' ? `\uFEFF${COLUMNS.join(',')}\r\n` : ''
}

/** One line with its end. Every line carries the hash of its event: who keeps the file can hold the chain against it. */
export function exportLine(format: ExportFormat, { actor, at, ...event }: EventRow): string {
  const flat = { ...event, at: at.toISOString(), actorId: actor.id, actor: actor.name }
  if (format === 'jsonl') return `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, flat[column] ?? null])))}\n`
  return `${COLUMNS.map((column) => cell(flat[column])).join(',')}\r\n`
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const words = harmless(typeof value === 'string' ? value : JSON.stringify(value))
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words
}

/** A spreadsheet takes a cell that begins like this for a formula; with an apostrophe in front it is text. */
function harmless(words: string): string {
  return /^[=+\-@\t\r\n]/.test(words) ? `'${words}` : words
}
