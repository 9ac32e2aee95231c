'use client'
// Fields over several workloads: which ones, what each has now, the values for all of them, and what would change.
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { DraftFoot } from '#components/draft/draft-foot.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Code } from '#components/ui/code.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Section } from '#components/ui/section.tsx'
import { text } from '#lib/text.ts'
import { routes } from '#lib/routes.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import { type BulkField, bulkEditsOfAll, bulkFields, bulkProblem, type BulkSetting, bulkValue, isChanged, suits } from '#lib/thanos/bulk.ts'
import { specObjectId, type Workload, workloads } from '#lib/thanos/spec.ts'
import { type FieldRow, ManyFields, type TypedRow } from './many-fields.tsx'
import { ManifestChanges, manifestChanges } from './manifest-changes.tsx'
import { type ManyRow, ManyTable } from './many-table.tsx'
import { shown } from './many-value.tsx'

const ONE_ROW: readonly TypedRow[] = [{ id: 1, words: '', value: undefined }]

/** The page. `canWrite` is false for people who may look and not save. */
export function ManyEditor({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('edit.many')
  const tPod = useTranslations('edit.pod.field')
  const { slug, spec, apply } = useDraft()
  const all = useMemo(() => workloads(spec).filter(({ kind, object }) => kind !== 'sidecar' && object !== 'Fragment'), [spec])
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  const [asked, setKind] = useQueryState('kind', parseAsString.withDefault('all'))
  const kind = kinds.some((one) => one === asked) ? asked : 'all'
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [typed, setTyped] = useState(ONE_ROW)
  const listed = all.filter((workload) => kind === 'all' || workload.kind === kind)
  const fields = useMemo(() => bulkFields(listed), [listed])
  const nameOf = (candidate: BulkField): string => (candidate.is === 'flag' ? `--${candidate.name}` : tPod(candidate.name))
  const chosen = listed.filter((workload) => !left.has(specObjectId(workload)))
  const rows = typed.map(rowOf)
  const named = rows.flatMap(({ field, value }): BulkSetting[] => (field === undefined ? [] : [{ field, value }]))
  const suited = chosen.filter((workload) => named.some(({ field }) => suits(workload, field)))
  const edits = rows.some(isUnfinished) ? [] : bulkEditsOfAll(spec, new Set(chosen.map(specObjectId)), named)
  const settled = useDeferredValue(edits)
  const changes = useMemo(() => (settled.length === 0 ? [] : manifestChanges(spec, applyEdits(spec, settled))), [spec, settled])
  const count = edits.length === 0 ? 0 : suited.filter((workload) => named.some((setting) => isChanged(spec, workload, setting))).length
  const set = (): void => {
    const names = named.map(({ field }) => nameOf(field)).join(', ')
    apply(edits, text(`${names} of ${count} workloads`, `워크로드 ${count}개의 ${names}`))
  }
  const choice = (id: string, isChosen: boolean): void => {
    setLeft(new Set(isChosen ? [...left].filter((other) => other !== id) : [...left, id]))
  }
  if (all.length === 0) return <div className="px-(--gutter) pt-4"><Empty title={t('none')} action={<ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink>} /></div>
  return (
    <>
      <div className="grid flex-1 max-[1239px]:content-start min-[1240px]:grid-cols-[616px_minmax(0,1fr)]">
        <div className="min-w-0 border-hair px-(--gutter) pt-3 pb-6 min-[1240px]:border-r">
          <DraftNotice />
          <ManyFields rows={rows} names={fields.map(nameOf)} readOnly={!canWrite} onChange={setTyped} />
          <Chips
            label={t('which')} value={kind} onChange={(next) => { void setKind(next) }} className="mt-3"
            chips={[{ value: 'all', label: t('all'), count: all.length }, ...kinds.map((one) => ({ value: one, label: one, count: all.filter((workload) => workload.kind === one).length }))]}
          />
          <ManyTable rows={listed.map(lineOf)} onChoose={choice} />
          {named.length > 0 && (
            <div className="mt-3 flex flex-wrap items-center gap-3">
              <Button variant="primary" disabled={edits.length === 0} disabledReason={canWrite ? undefined : t('viewer')} onClick={set}>{t(named.every(({ value }) => value === undefined) ? 'remove' : 'set', { count })}</Button>
              {edits.length === 0 && <span className="text-ink-2">{t(rows.some(isUnfinished) ? 'unfinished' : 'same')}</span>}
            </div>
          )}
        </div>
        <div className="min-w-0 px-(--gutter) pt-3 pb-6 min-[1240px]:pl-7">
          {changes.length > 0
            ? <ManifestChanges changes={changes} open={changes[0]?.id ?? ''} />
            : <Section title={t('preview')}><p className="py-2 text-ink-2">{t(named.length === 0 ? 'previewNone' : 'previewSame')}</p></Section>}
        </div>
      </div>
      <DraftFoot canWrite={canWrite} />
    </>
  )

  function rowOf(row: TypedRow, index: number): FieldRow {
    const field = fieldNamed(row.words)
    const isTwice = field !== undefined && typed.slice(0, index).some(({ words }) => fieldNamed(words) === field)
    if (field === undefined || isTwice) return { ...row, field: undefined, sample: undefined, problem: undefined, isTwice }
    const those = chosen.filter((workload) => suits(workload, field))
    return { ...row, field, sample: those[0], problem: those.map((workload) => bulkProblem(workload, field, row.value)).find((found) => found !== undefined), isTwice }
  }

  function fieldNamed(typedWords: string): BulkField | undefined {
    const words = typedWords.trim()
    return fields.find((candidate) => nameOf(candidate).toLowerCase() === words.toLowerCase() || (candidate.is === 'flag' && candidate.name === words))
  }

  function lineOf(workload: Workload): ManyRow {
    const id = specObjectId(workload)
    const fits = named.length === 0 || named.some(({ field }) => suits(workload, field))
    const isChosen = fits && !left.has(id)
    const values = named.map((setting) => ({
      field: nameOf(setting.field),
      now: nowOf(workload, setting.field),
      next: isChosen && edits.length > 0 && isChanged(spec, workload, setting) ? shown(setting.value) ?? t('removed') : undefined,
    }))
    return { id, name: workload.name, kind: workload.kind, fits, isChosen, values }
  }

  function nowOf(workload: Workload, field: BulkField): ReactNode {
    if (!suits(workload, field)) return t('unfit')
    const now = shown(bulkValue(spec, workload, field))
    return now === undefined ? <span className="text-ink-3">{t('unset')}</span> : <Code>{now}</Code>
  }
}

/** Whether a row names no field yet, or a value that cannot be set; one that is empty is passed over. */
function isUnfinished({ words, field, value, problem, isTwice }: FieldRow): boolean {
  if (field === undefined) return isTwice || words.trim() !== ''
  const mayBeEmpty = field.is !== 'text' || /^(requests|limits)/.test(field.name)
  return problem !== undefined || (value === undefined && !mayBeEmpty)
}
