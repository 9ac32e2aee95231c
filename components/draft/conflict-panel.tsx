'use client'
// Two people changed the stack from one revision: what each changed, the choice where both did, and the result saved on top of the newest.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { fieldName } from '#components/changes/field-name.ts'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Status } from '#components/ui/status.tsx'
import { notify } from '#components/ui/toast.tsx'
import { baseSpecOf } from '#lib/thanos/draft.ts'
import { lint } from '#lib/thanos/lint.ts'
import { type Choice, merge } from '#lib/thanos/merge.ts'
import { splitErrors } from '#lib/thanos/new-errors.ts'
import { diffSpecs } from '#lib/thanos/spec-diff.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { useDraft } from './draft-provider.tsx'
import { MergeFields } from './merge-fields.tsx'
import type { Saving } from './use-save.ts'

/** The revision that was saved first: `who` saved it, `when` and `message` where they are known. */
export type Theirs = { number: number; spec: StackSpec; who: string; when?: string; message?: string }

/** What stands in the dialog. `message` is what the draft was to be saved with. */
export function ConflictPanel({ theirs, saving, message, onDone }: { theirs: Theirs; saving: Saving; message: string; onDone: () => void }): ReactNode {
  const t = useTranslations('edit.conflict')
  const draft = useDraft()
  const router = useRouter()
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map())
  const [words, setWords] = useState(message)
  // What the dialog opened on: keeping the draft, in another tab too, must not move the ground below the choices.
  const [base] = useState(() => baseSpecOf(draft.draft))
  const merged = useMemo(() => merge(base, theirs.spec, draft.spec, choices), [base, theirs.spec, draft.spec, choices])
  const conflicts = merged.fields.filter(({ by }) => by === 'conflict')
  const [open] = merged.open
  const isDecided = open === undefined
  const isNothing = isDecided && diffSpecs(theirs.spec, merged.spec).length === 0
  const takeAll = (choice: Choice): void => setChoices(new Map(conflicts.map(({ key }) => [key, choice])))
  const goOn = (): void => {
    const bringBack = draft.takeMerge({ number: theirs.number, spec: theirs.spec }, merged.spec)
    notify({ title: t('taken', { number: theirs.number }), action: { label: t('undo'), onSelect: bringBack } })
    // The page was made with an older revision: what it says of the stack follows.
    router.refresh()
    onDone()
  }
  const counts = { both: conflicts.length, apart: merged.fields.length - conflicts.length }
  return (
    <>
      <p className="text-ink-2">
        {theirs.when !== undefined && <>{t.rich('when', { age: () => <Age at={theirs.when ?? ''} />, message: theirs.message ?? '' })} </>}
        {draft.baseNumber === undefined ? t('beganEmpty') : t('began', { base: draft.baseNumber })} {t('counts', counts)}
      </p>
      <div className="mt-3"><MergeFields fields={merged.fields} versions={{ base: draft.baseNumber, who: theirs.who, head: theirs.number }} onChoose={(key, choice) => setChoices(new Map([...choices, [key, choice]]))} /></div>
      <form
        className="sticky -bottom-4 -mx-5 mt-3 border-t border-line bg-raised px-5 py-3"
        onSubmit={(event) => { event.preventDefault(); saving.save(words.trim(), { number: theirs.number, spec: theirs.spec, merged: merged.spec }) }}
      >
        {saving.failure !== undefined && <ErrorPanel title={saving.failure.message}>{t('failed')}</ErrorPanel>}
        {isDecided && !isNothing && <Field label={t('message')} className="mb-3">{(control) => <Input {...control} value={words} maxLength={500} onChange={(event) => setWords(event.target.value)} />}</Field>}
        <div className="flex flex-wrap items-center gap-2 max-md:[&>button]:flex-1">
          <span className="mr-auto flex min-w-0 flex-wrap gap-x-4 text-ink-2 max-md:w-full" role="status">
            {open !== undefined && <span>{t('waits', { done: conflicts.length - merged.open.length, count: conflicts.length, field: fieldName(open.path) || t('whole') })}</span>}
            {isNothing && <span>{t('nothing', { number: theirs.number })}</span>}
            {isDecided && !isNothing && <Judged before={theirs.spec} after={merged.spec} />}
          </span>
          {conflicts.length > 0 && <Button variant="quiet" onClick={() => takeAll('theirs')}>{t('allTheirs')}</Button>}
          {conflicts.length > 0 && <Button variant="quiet" onClick={() => takeAll('mine')}>{t('allMine')}</Button>}
          <Button disabled={!isDecided} onClick={goOn}>{t('goOn')}</Button>
          <Button type="submit" variant="primary" busy={saving.isSaving} disabled={!isDecided || isNothing || words.trim() === ''}>{t('save', { number: theirs.number + 1 })}</Button>
        </div>
      </form>
    </>
  )
}

/** What lint says of the result beside the revision that it is put on. */
function Judged({ before, after }: { before: StackSpec; after: StackSpec }): ReactNode {
  const t = useTranslations('edit.conflict')
  const settled = useDeferredValue(after)
  const errors = useMemo(() => splitErrors({ findings: lint(settled), known: lint(before), namespace: '' }).blockers.length, [before, settled])
  return errors === 0 ? <span>{t('ready')}</span> : <Status glyph="error" tone="degraded">{t('errors', { errors })}</Status>
}
