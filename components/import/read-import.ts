// One import, from files to findings: opened, read, adopted, credentials masked, checked. Runs in a worker and says how far it is.
import { importSource } from '#components/draft/import-source.ts'
import { byName } from '#lib/manifest/manifest-path.ts'
import { type FilesRead, type GivenFile, joined, readFile } from '#lib/manifest/read-file.ts'
import { objectId } from '#lib/manifest/types.ts'
import { text } from '#lib/text.ts'
import { type Adoption, adopt } from '#lib/thanos/adopt.ts'
import type { ImportSource } from '#lib/thanos/draft.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { lint } from '#lib/thanos/lint.ts'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'

/** `files` of `allFiles` are begun, `objects` were found so far, `share` of the work is behind, from 0 to 1. */
export type ImportProgress = { readonly step: 'opening' | 'reading' | 'checking'; readonly files: number; readonly allFiles: number; readonly objects: number; readonly share: number }

/** `pieces` were pasted without an object around them: they are checked, and are no part of a spec. `findings` are those of `checked`. */
export type ImportRead = {
  readonly objects: readonly SpecObject[]
  readonly pieces: readonly SpecObject[]
  /** Edges that an export of Gauntlet declares. */
  readonly edges?: StackSpec['edges']
  readonly findings: readonly Finding[]
  readonly source: ImportSource
}

/** How much of the work each step is, as measured on large installations. */
const SHARE = { opening: 0.1, reading: 0.6, checking: 0.3 } as const

/** Reads an import. Never throws for what is in a file: that becomes a problem of `source`. `readAt` is an ISO time. */
export async function readImport(given: readonly GivenFile[], { readAt, onProgress }: { readAt: string; onProgress: (progress: ImportProgress) => void }): Promise<ImportRead> {
  const { files, problems } = await openFiles(given, onProgress)
  const adoption = adopt(files, {
    onProgress: ({ file, share, documents }) => onProgress({ step: 'reading', files: file, allFiles: files.length, objects: documents, share: SHARE.opening + SHARE.reading * share }),
  })
  const all = adoption.spec.objects
  onProgress({ step: 'checking', files: files.length, allFiles: files.length, objects: all.length, share: SHARE.opening + SHARE.reading })
  const objects = all.filter(({ object }) => object !== 'Fragment')
  const pieces = all.filter(({ object }) => object === 'Fragment')
  return {
    objects, pieces, ...(adoption.spec.edges === undefined ? {} : { edges: adoption.spec.edges }),
    findings: lint({ ...adoption.spec, objects: objects.length > 0 ? objects : pieces }),
    source: importSource({
      files, places: { ...adoption.places }, notManaged: adoption.notManaged, withheld: withheldIn(adoption), problems: [...problems, ...adoption.problems], readAt,
    }),
  }
}

/** Opens one file after the other, so that no more than one is held as bytes. */
async function openFiles(given: readonly GivenFile[], onProgress: (progress: ImportProgress) => void): Promise<FilesRead> {
  const reads: FilesRead[] = []
  for (const [index, file] of given.toSorted((a, b) => byName(a.name, b.name)).entries()) {
    onProgress({ step: 'opening', files: index + 1, allFiles: given.length, objects: 0, share: SHARE.opening * (index / given.length) })
    reads.push(await opened(file))
  }
  return joined(reads)
}

async function opened(file: GivenFile): Promise<FilesRead> {
  try {
    return await readFile(file)
  } catch {
    // Moved, changed or locked since it was chosen.
    return { files: [], problems: [{ file: file.name, line: 1, column: 1, message: GONE }] }
  }
}

function withheldIn({ withheld, spec }: Adoption): string[] {
  return [...withheld.map(objectId), ...spec.objects.flatMap((object) => (object.object === 'Fragment' && object.type === 'reference' ? `Fragment/${object.name}` : []))]
}

const GONE = text(
  'the browser could not read this file; it may have been moved or changed since it was chosen. Choose it again',
  '브라우저가 이 파일을 읽지 못했습니다. 선택한 뒤에 옮겨졌거나 바뀌었을 수 있습니다. 다시 선택하세요',
)
