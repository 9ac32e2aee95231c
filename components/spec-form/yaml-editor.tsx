'use client'
// The YAML side of an editor: the rendered object to type in. What is sound goes into the draft at once; what is not says where, and stays.
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { yamlOf } from '#components/findings/fix-preview.ts'
import { Button } from '#components/ui/button.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import { type SpecObject, specObjectId } from '#lib/thanos/spec.ts'
import { useHeldText } from './held-text.ts'
import { type EditedYaml, readEditedYaml } from './read-edited-yaml.ts'
import { stepName } from './step-name.ts'
import { YamlArea, type YamlProblem } from './yaml-area.tsx'
import { yamlKey } from './yaml-key.ts'

const TAKE_AFTER_MS = 250

/** The editor of `object`, whose objectId is `id`. */
export function YamlEditor({ id, object: edited, readOnly }: { id: string; object: SpecObject; readOnly: boolean }): ReactNode {
  const t = useTranslations('edit.yaml')
  const draft = useDraft()
  const { spec, apply } = draft
  const yaml = yamlOf(edited)
  const { text, isOutdated, hold, drop } = useHeldText(yamlKey(draft, id), yaml, (unread) => !readEditedYaml(id, unread).ok)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const read = text === yaml ? undefined : readEditedYaml(id, text)
  const name = id.slice(id.lastIndexOf('/') + 1)
  const take = (typed: string): void => {
    clearTimeout(timer.current)
    const edited = readEditedYaml(id, typed)
    if (!edited.ok) return
    const edit = { op: 'object.replace' as const, object: id, manifest: edited.manifest }
    const after = applyEdits(spec, [edit]).objects.find((object) => specObjectId(object) === id)
    hold(typed, after === undefined ? yaml : yamlOf(after), true)
    apply([edit], stepName(id, 'YAML'))
  }
  const latest = useRef(take)
  useEffect(() => { latest.current = take })
  const type = (typed: string): void => {
    hold(typed, isOutdated ? '' : yaml)
    clearTimeout(timer.current)
    // Over a draft that changed meanwhile, only a person may put the text.
    if (!isOutdated) timer.current = setTimeout(() => latest.current(typed), TAKE_AFTER_MS)
  }
  return (
    <div>
      {isOutdated && (
        <div className="mb-2 flex flex-wrap items-center gap-2 text-ink-2">
          <span className="mr-auto">{t('outdated')}</span>
          <Button size="small" disabled={read?.ok !== true} onClick={() => take(text)}>{t('use')}</Button>
          <Button size="small" variant="quiet" onClick={drop}>{t('reset')}</Button>
        </div>
      )}
      <YamlArea
        aria-label={t('label', { name })} value={text} readOnly={readOnly} minLines={16} problem={read?.ok === false ? problemOf(read.problem) : undefined}
        onText={type} onBlur={() => { if (!isOutdated && text !== yaml) take(text) }} data-draft={text === yaml ? 'settled' : 'typing'}
      >
        {t(read === undefined ? 'note' : 'taken')}
      </YamlArea>
      {read?.ok === false && !isOutdated && <Button size="small" variant="quiet" className="mt-2" onClick={drop}>{t('reset')}</Button>}
    </div>
  )

  function problemOf(problem: Extract<EditedYaml, { ok: false }>['problem']): YamlProblem {
    switch (problem.kind) {
      case 'syntax': return { line: problem.problem.line, column: problem.problem.column, message: <Sentence text={problem.problem.message} /> }
      case 'count': return { message: t('one', { count: problem.count }) }
      case 'other': return { message: t('other', { found: problem.found, expected: id }) }
      case 'secret': return { message: t('secret') }
    }
  }
}
