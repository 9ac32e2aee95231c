// Speaks to the server about this person's draft. Knows addresses and answers, and nothing of when to ask.
import { routes } from '../routes.ts'
import { jsonInPieces } from './json-in-pieces.ts'
import type { Failure } from '../result.ts'
import type { KeepDraft } from '../services/drafts/keep.ts'
import type { DraftAnswer, DraftKept } from '../services/views.ts'

/** Browsers let a request outlive its page up to 64 KiB of all such requests together. */
const OUTLIVES_BYTES = 60 * 1024
const TIMEOUT_MS = 30_000

/** An answer, a refusal of the server in its words, or silence. */
export type DraftReply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure } | { ok: false; failure?: undefined }

/** Reads the draft; `mark` is that of the one that is known already. */
export function readDraft(slug: string, mark: string | null): Promise<DraftReply<DraftAnswer>> {
  const query = mark === null ? '' : `?mark=${encodeURIComponent(mark)}`
  return ask<DraftAnswer>(`${routes.api.draft(slug)}${query}`, { method: 'GET' })
}

/** Keeps the draft. `leaving` lets the request go on while the page goes away, when it is small enough for that. */
export async function keepDraft({ slug, ...draft }: KeepDraft, { leaving = false }: { leaving?: boolean } = {}): Promise<DraftReply<DraftKept>> {
  // A page that goes away has no time for pieces.
  const body = leaving ? JSON.stringify(draft) : new Blob(await jsonInPieces(draft))
  return ask<DraftKept>(routes.api.draft(slug), {
    method: 'PUT', headers: { 'content-type': 'application/json' }, body, keepalive: typeof body === 'string' && body.length < OUTLIVES_BYTES,
  })
}

/** Throws the draft away that carries this mark. */
export function discardDraft(slug: string, over: string | null): Promise<DraftReply<DraftKept>> {
  const query = over === null ? '' : `?over=${encodeURIComponent(over)}`
  return ask<DraftKept>(`${routes.api.draft(slug)}${query}`, { method: 'DELETE', keepalive: true })
}

async function ask<Value>(url: string, init: RequestInit): Promise<DraftReply<Value>> {
  try {
    const response = await fetch(url, { ...init, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const json: unknown = await response.json()
    // Safe because the address is our own, and its route answers with these types.
    return response.ok ? { ok: true, value: json as Value } : { ok: false, failure: json as Failure }
  } catch {
    // Nothing answered, or something in between that does not speak our language.
    return { ok: false }
  }
}
