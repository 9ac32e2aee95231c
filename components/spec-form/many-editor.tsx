'use client'
// One field over several workloads: which ones, what each has now, the value for all of them, and what would change.
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { DraftFoot } from '#components/draft/draft-foot.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Code } from '#components/ui/code.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Section } from '#components/ui/section.tsx'
import { text } from '#lib/text.ts'
import { routes } from '#lib/routes.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import { type BulkField, bulkEdits, bulkFields, bulkProblem, type BulkValue, bulkValue, suits } from '#lib/thanos/bulk.ts'
import { specObjectId, type Workload, workloads } from '#lib/thanos/spec.ts'
import { ManifestChanges, manifestChanges } from './manifest-changes.tsx'
import { type ManyRow, ManyTable } from './many-table.tsx'
import { ManyValue, shown } from './many-value.tsx'

/** The page. `canWrite` is false for people who may look and not save. */
export function ManyEditor({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('edit.many')
  const tPod = useTranslations('edit.pod.field')
  const locale = useLocale()
  const { slug, spec, apply } = useDraft()
  const all = useMemo(() => workloads(spec).filter(({ kind, object }) => kind !== 'sidecar' && object !== 'Fragment'), [spec])
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  const [kind, setKind] = useState<string>('all')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [words, setWords] = useState('')
  const [value, setValue] = useState<BulkValue>()
  const listed = all.filter((workload) => kind === 'all' || workload.kind === kind)
  const fields = useMemo(() => bulkFields(listed), [listed])
  const nameOf = (candidate: BulkField): string => (candidate.is === 'flag' ? `--${candidate.name}` : tPod(candidate.name))
  const field = fields.find((candidate) => nameOf(candidate).toLowerCase() === words.trim().toLowerCase() || (candidate.is === 'flag' && candidate.name === words.trim()))
  const chosen = field === undefined ? [] : listed.filter((workload) => suits(workload, field) && !left.has(specObjectId(workload)))
  const problem = field === undefined ? undefined : chosen.map((workload) => bulkProblem(workload, field, value)).find((found) => found !== undefined)
  const mayBeEmpty = field?.is !== 'text' || /^(requests|limits)/.test(field.name)
  const edits = field === undefined || problem !== undefined || (value === undefined && !mayBeEmpty) ? [] : bulkEdits(spec, chosen, field, value)
  const settled = useDeferredValue(edits)
  const changes = useMemo(() => (settled.length === 0 ? [] : manifestChanges(spec, applyEdits(spec, settled))), [spec, settled])
  const touched = new Set(edits.map((edit) => ('object' in edit ? edit.object : '')))
  const willChange = (workload: Workload): boolean => field?.is === 'shape' && field.name === 'budget' ? edits.length > 0 && chosen.includes(workload) : touched.has(specObjectId(workload))
  const set = (): void => {
    if (field === undefined) return
    const count = chosen.filter(willChange).length
    apply(edits, text(`${nameOf(field)} of ${count} workloads`, `워크로드 ${count}개의 ${nameOf(field)}`))
  }
  const choice = (id: string, isChosen: boolean): void => {
    setLeft(new Set(isChosen ? [...left].filter((other) => other !== id) : [...left, id]))
  }
  const choose = (typed: string): void => {
    setWords(typed)
    setValue(undefined)
  }
  if (all.length === 0) return <div className="px-(--gutter) pt-4"><Empty title={t('none')} action={<ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink>} /></div>
  return (
    <>
      <div className="grid flex-1 max-[1239px]:content-start min-[1240px]:grid-cols-[616px_minmax(0,1fr)]">
        <div className="min-w-0 border-hair px-(--gutter) pt-3 pb-6 min-[1240px]:border-r">
          <DraftNotice />
          <div className="grid gap-3 md:grid-cols-2">
            <Field label={t('field')} help={t('fieldHelp')}>
              {(control) => <Input {...control} mono list="many-fields" value={words} placeholder="--log.level" onChange={(event) => choose(event.target.value)} />}
            </Field>
            <datalist id="many-fields">{fields.map((candidate) => <option key={`${candidate.is} ${candidate.name}`} value={nameOf(candidate)}>{nameOf(candidate)}</option>)}</datalist>
            {field !== undefined && <ManyValue key={words} label={t('value')} field={field} sample={chosen[0]} value={value} problem={problem?.[locale]} readOnly={!canWrite} onChange={setValue} />}
          </div>
          <Chips
            label={t('which')} value={kind} onChange={setKind} className="mt-3"
            chips={[{ value: 'all', label: t('all'), count: all.length }, ...kinds.map((one) => ({ value: one, label: one, count: all.filter((workload) => workload.kind === one).length }))]}
          />
          <ManyTable rows={listed.map(rowOf)} onChoose={choice} />
          {field !== undefined && (
            <div className="mt-3 flex flex-wrap items-center gap-3">
              <Button variant="primary" disabled={edits.length === 0} disabledReason={canWrite ? undefined : t('viewer')} onClick={set}>{buttonWords()}</Button>
              {edits.length === 0 && problem === undefined && <span className="text-ink-2">{t('same')}</span>}
            </div>
          )}
        </div>
        <div className="min-w-0 px-(--gutter) pt-3 pb-6 min-[1240px]:pl-7">
          {changes.length > 0
            ? <ManifestChanges changes={changes} open={changes[0]?.id ?? ''} />
            : <Section title={t('preview')}><p className="py-2 text-ink-2">{t(field === undefined ? 'previewNone' : 'previewSame')}</p></Section>}
        </div>
      </div>
      <DraftFoot canWrite={canWrite} />
    </>
  )

  function rowOf(workload: Workload): ManyRow {
    const id = specObjectId(workload)
    const fits = field === undefined || suits(workload, field)
    return { id, name: workload.name, kind: workload.kind, fits, isChosen: fits && !left.has(id), now: nowOf(workload, fits), next: willChange(workload) ? shown(value) ?? t('removed') : undefined }
  }

  function nowOf(workload: Workload, fit: boolean): ReactNode {
    if (field === undefined) return null
    if (!fit) return t('unfit')
    const now = shown(bulkValue(spec, workload, field))
    return now === undefined ? <span className="text-ink-3">{t('unset')}</span> : <Code>{now}</Code>
  }

  function buttonWords(): string {
    const count = chosen.filter(willChange).length
    return t(value === undefined ? 'remove' : 'set', { count })
  }
}
