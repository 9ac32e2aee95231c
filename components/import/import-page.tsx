'use client'
// Import: what comes in is read in a worker, said what would become of it, and then shown with its findings.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { noteFindings } from '#components/judge/known-findings.ts'
import { part } from '#components/ui/part.ts'
import { Verdict } from '#components/ui/verdict.tsx'
import { text } from '#lib/text.ts'
import type { ImportMode, ImportSource } from '#lib/thanos/draft.ts'
import { DropZone, type DropProblem } from './drop-zone.tsx'
import { type ImportJob, startImport } from './import-job.ts'
import { changesNothing, importEffect } from './import-effect.ts'
import { ImportProgressBox } from './import-progress.tsx'
import type { Given } from './import-worker.ts'
import type { ImportProgress, ImportRead } from './read-import.ts'

// What only stands there once something came in is loaded then: the page itself is light.
const DraftFindings = dynamic(async () => (await part(() => import('./draft-findings.tsx'))).DraftFindings)
const ImportChoice = dynamic(async () => (await part(() => import('./import-choice.tsx'))).ImportChoice)
const ImportFiles = dynamic(async () => (await part(() => import('./import-files.tsx'))).ImportFiles)
const NothingDiffers = dynamic(async () => (await part(() => import('./nothing-differs.tsx'))).NothingDiffers)
const SnippetFindings = dynamic(async () => (await part(() => import('./snippet-findings.tsx'))).SnippetFindings)

type Shown =
  | { kind: 'draft' }
  | { kind: 'drop'; failed?: ImportRead }
  | { kind: 'choose' | 'same' | 'snippet'; read: ImportRead }

/** The page. `canWrite` is false for people who may look and not save. */
export function ImportPage({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('findings')
  const draft = useDraft()
  const [shown, setShown] = useState<Shown>({ kind: 'draft' })
  const [problem, setProblem] = useState<DropProblem>()
  const [reading, setReading] = useState<{ progress: ImportProgress | undefined }>()
  const [isBack, setBack] = useState(false)
  const [last, setLast] = useState<ImportSource>()
  const job = useRef<ImportJob>(undefined)
  // An import ends later than it began, and the draft may have moved meanwhile.
  const latest = useRef(draft)
  useEffect(() => { latest.current = draft })
  // Ends the worker when one leaves the page.
  useEffect(() => () => job.current?.cancel(), [])
  // Deferred, so that the findings of thousands of objects are drawn a little at a time.
  const hasDraft = useDeferredValue(draft.isDirty)

  const bringIn = (read: ImportRead, mode: ImportMode): void => {
    const { objects, edges, source, findings } = read
    if (edges === undefined && changesNothing(importEffect(latest.current.spec, objects), mode)) return setShown({ kind: 'same', read })
    const [first, ...more] = source.files
    const name = first?.name ?? ''
    if (mode === 'replace') noteFindings(objects, findings)
    latest.current.bringIn(objects, {
      mode, source, ...(edges === undefined ? {} : { edges }),
      label: more.length === 0 ? text(`Import ${name}`, `${name} 가져오기`) : text(`Import ${name} and ${more.length} more`, `${name} 외 ${more.length}개 가져오기`),
    })
    setLast(source)
    setShown({ kind: 'draft' })
  }
  const taken = (read: ImportRead): void => {
    setReading(undefined)
    if (read.objects.length + read.pieces.length === 0) setShown({ kind: 'drop', failed: read })
    else if (read.objects.length === 0) setShown({ kind: 'snippet', read })
    else if (latest.current.spec.objects.length > 0 && !changesNothing(importEffect(latest.current.spec, read.objects), 'replace')) setShown({ kind: 'choose', read })
    else bringIn(read, 'replace')
  }
  const read = (files: readonly Given[]): void => {
    setProblem(undefined)
    setReading({ progress: undefined })
    job.current?.cancel()
    job.current = startImport(files, {
      onProgress: (progress) => setReading({ progress }), onRead: taken,
      onFailed: () => { setReading(undefined); setProblem('failed') },
    })
  }
  const cancel = (): void => {
    job.current?.cancel()
    setBack(true)
    setReading(undefined)
  }
  const back = (): void => {
    setProblem(undefined)
    setShown({ kind: 'draft' })
  }

  switch (shown.kind) {
    case 'choose': return <ImportChoice spec={draft.spec} incoming={shown.read.objects} onCancel={back} onChoose={(mode) => bringIn(shown.read, mode)} />
    case 'same': return <NothingDiffers read={shown.read} onBack={() => setShown({ kind: 'drop' })} />
    case 'snippet': return <SnippetFindings read={shown.read} onBack={back} />
    case 'draft': if (hasDraft) return <DraftFindings read={last} canWrite={canWrite} onImport={() => setShown({ kind: 'drop' })} />
  }
  return (
    <>
      <Verdict sub={draft.baseNumber === undefined ? t('empty.sub') : t('empty.subBase', { base: draft.baseNumber })}>{t('empty.title')}</Verdict>
      {shown.kind === 'drop' && shown.failed !== undefined && <ImportFiles source={shown.failed.source} spec={draft.spec} />}
      <DropZone
        onGiven={read} onCancel={hasDraft ? back : undefined} isBack={isBack} problem={problem} onProblem={setProblem}
        progress={reading && <ImportProgressBox progress={reading.progress} onCancel={cancel} />}
      />
    </>
  )
}
