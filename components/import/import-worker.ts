// Runs in a Web Worker: one import, told to the page piece by piece, since the page takes each message in one go.
import { readImport } from './read-import.ts'
import type { ImportProgress, ImportRead } from './read-import.ts'

/** A file as the browser has it, or a text that was pasted. */
export type Given = { readonly name: string; readonly content: File | string }
export type ImportQuestion = { readonly files: readonly Given[]; readonly readAt: string }
export type ImportAnswer =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'part'; readonly part: Pick<ImportRead, 'objects'> | Pick<ImportRead, 'findings'> }
  | { readonly kind: 'done'; readonly rest: Pick<ImportRead, 'pieces' | 'source'> }

const PER_MESSAGE = 40
const PROGRESS_EVERY_MS = 60

self.addEventListener('message', ({ data: { files, readAt } }: MessageEvent<ImportQuestion>) => void answer(files, readAt))

async function answer(files: readonly Given[], readAt: string): Promise<void> {
  const tell = (message: ImportAnswer): void => self.postMessage(message)
  let told = { step: '', at: 0 }
  const read = await readImport(files.map(({ name, content }) => ({
    name, size: typeof content === 'string' ? content.length : content.size,
    read: async () => (typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(await content.arrayBuffer())),
  })), {
    readAt,
    onProgress(progress) {
      const now = performance.now()
      if (progress.step === told.step && now - told.at < PROGRESS_EVERY_MS) return
      told = { step: progress.step, at: now }
      tell({ kind: 'progress', progress })
    },
  })
  for (const objects of pieces(read.objects)) tell({ kind: 'part', part: { objects } })
  for (const findings of pieces(read.findings)) tell({ kind: 'part', part: { findings } })
  tell({ kind: 'done', rest: { pieces: read.pieces, source: read.source } })
}

function pieces<Item>(all: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(all.length / PER_MESSAGE) }, (_, index) => all.slice(index * PER_MESSAGE, (index + 1) * PER_MESSAGE))
}
