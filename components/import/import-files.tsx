'use client'
// What came in, file by file: how many objects each gave, what becomes of them, and what could not be read and why.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useState } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { LongList } from '#components/ui/long-list.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'
import type { ImportSource } from '#lib/thanos/draft.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { countStates, fileRows, fileSummaries, type FileObject, type FileRow, type FileSummary } from './file-rows.ts'

const STATES = ['managed', 'notManaged', 'values', 'piece', 'gone'] as const
const ROW_PX = 41

/** The files of one import; `spec` is what they became part of. */
export function ImportFiles({ source, spec }: { source: ImportSource; spec: StackSpec }): ReactNode {
  const t = useTranslations('findings.files')
  const files = useMemo(() => fileSummaries(source, spec), [source, spec])
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<boolean>()
  const rows = useMemo(() => fileRows(files, opened), [files, opened])
  const faulty = files.filter(({ problems }) => problems.length > 0).length
  const hasObjects = files.some(({ objects }) => objects.length > 0)
  // What went wrong is in sight; what went well is there for whoever asks.
  const isOpen = asked ?? faulty > 0
  const toggle = (name: string): void => setOpened((before) => {
    const next = new Set(before)
    if (!next.delete(name)) next.add(name)
    return next
  })
  return (
    <section className="mb-5" aria-label={t('title')}>
      <button type="button" aria-expanded={isOpen} onClick={() => setAsked(!isOpen)} className="flex min-h-8 w-full flex-wrap items-center gap-x-2.5 border-b border-line text-left hover:bg-hover max-md:min-h-11">
        <Glyph name={isOpen ? 'down' : 'right'} />
        <span className="text-section">{t('title')} <span className="font-normal text-ink-3">{files.length}</span></span>
        <span className="text-ink-3" role="status">{faulty > 0 && t(hasObjects ? 'faulty' : 'nothingIn', { count: faulty })}</span>
      </button>
      {isOpen && (
        <LongList label={t('title')} count={rows.length} rowPx={ROW_PX} keyOf={(index) => rows[index]?.key ?? ''}>
          {(index) => <Row row={rows[index]} onToggle={toggle} />}
        </LongList>
      )}
    </section>
  )
}

function Row({ row, onToggle }: { row: FileRow | undefined; onToggle: (name: string) => void }): ReactNode {
  switch (row?.type) {
    case undefined: return null
    case 'file': return <FileLine file={row.file} isOpen={row.isOpen} onToggle={() => onToggle(row.file.name)} />
    case 'problem': return <ProblemLine problem={row.problem} />
    case 'object': return <ObjectLine object={row.object} />
  }
}

const GRID = 'grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 border-b border-hair'

function FileLine({ file, isOpen, onToggle }: { file: FileSummary; isOpen: boolean; onToggle: () => void }): ReactNode {
  const t = useTranslations('findings.files')
  const counts = countStates(file)
  const { length } = file.objects
  const words = (
    <span className="flex min-w-0 flex-wrap gap-x-4">
      <code className="min-w-40 flex-1 text-ink wrap-anywhere">{file.name}</code>
      <span className="flex flex-wrap gap-x-4 text-ink-2">
        {length === 0 ? <span>{t('nothing')}</span> : <span>{t('objects', { count: length })}</span>}
        {STATES.flatMap((state) => (counts[state] === 0 || (state === 'managed' && counts.managed === length) ? [] : <span key={state} className={clsx(state !== 'managed' && 'text-ink-3')}>{t(`count.${state}`, { count: counts[state] })}</span>))}
      </span>
    </span>
  )
  if (length === 0) return <div className={clsx(GRID, 'py-2')}><Glyph name={file.problems.length > 0 ? 'error' : 'open'} className="mt-1" />{words}</div>
  return (
    <button type="button" aria-expanded={isOpen} onClick={onToggle} className={clsx(GRID, 'w-full py-2 text-left hover:bg-hover focus-visible:-outline-offset-2 max-md:min-h-11')}>
      <Glyph name={isOpen ? 'down' : 'right'} className="mt-1" />{words}
    </button>
  )
}

function ProblemLine({ problem: { file, line, column, message } }: { problem: ReadProblem }): ReactNode {
  return (
    <div className={clsx(GRID, 'py-2 pl-[22px]')}>
      <Glyph name="error" className="mt-1" />
      <div className="min-w-0">
        <code className="wrap-anywhere">{file}:{line}:{column}</code>
        <p className="text-ink-2 wrap-anywhere"><Sentence text={message} /></p>
      </div>
    </div>
  )
}

function ObjectLine({ object: { id, line, state, why } }: { object: FileObject }): ReactNode {
  const t = useTranslations('findings.files')
  return (
    <div className={clsx(GRID, 'py-1.5 pl-[22px]')}>
      <Glyph name={state === 'managed' ? 'check' : 'open'} className="mt-1" />
      <div className="flex min-w-0 flex-wrap gap-x-4">
        <code className="min-w-40 flex-1 wrap-anywhere">{id} <span className="text-ink-3">{t('line', { line })}</span></code>
        <span className="text-ink-2 wrap-anywhere">{why === undefined ? t(`state.${state}`) : <Sentence text={why} />}</span>
      </div>
    </div>
  )
}
