'use client'
// The rule files of a stack: the files and their groups at the left, the text of one with what the ruler would say at the right.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { nameOf } from '#components/findings/object-title.tsx'
import { TextInput } from '#components/spec-form/flag-input.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'
import { text } from '#lib/text.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { specObjectId } from '#lib/thanos/spec.ts'
import { EditorEffect } from './editor-effect.tsx'
import { EditorLayout } from './editor-layout.tsx'
import { fitsRuleFile, isIdle, RULES_ADDRESS } from './list-filter.ts'
import { ListFilters } from './list-filters.tsx'
import { RuleFileName } from './rule-file-name.tsx'
import { RuleGroups } from './rule-groups.tsx'
import { ruleConfigs, ruleFiles, type RuleFileView, rulersOf } from './rules-model.ts'

const NEW_FILE = 'groups:\n  - name: new-group\n    rules: []\n'

/** The page. */
export function RulesEditor({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('editors.rules')
  const { slug, spec, apply } = useDraft()
  const [{ file: chosen, ...filter }, setAddress] = useQueryStates(RULES_ADDRESS, { history: 'replace' })
  const choose = (id: string): void => { void setAddress({ file: id }) }
  const files = ruleFiles(spec)
  const listed = files.filter((candidate) => fitsRuleFile(candidate, filter))
  const file = files.find((candidate) => idOf(candidate) === chosen) ?? listed[0] ?? files[0]
  const rulers = rulersOf(spec)
  if (file === undefined) {
    return (
      <div className="px-(--gutter)">
        <Empty title={t('none')} action={<ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink>}>
          {t(rulers.length === 0 ? 'noRuler' : 'noFiles')}
        </Empty>
      </div>
    )
  }
  const add = (object: string, key: string): void => {
    apply([{ op: 'file.set', object, key, text: NEW_FILE }], text(`Add ${key}`, `${key} 추가`))
    choose(`${object} ${key}`)
  }
  const objects = new Set([file.object, ...rulers.map(specObjectId)])
  const isAbout = (finding: Finding): boolean => objects.has(finding.object)
  return (
    <EditorLayout
      canWrite={canWrite}
      form={(
        <>
          <ListFilters
            label={t('filter')} filter={filter} all={files.length} faulty={t('idle')} count={files.filter(isIdle).length} found={listed.length}
            onFilter={(next) => { void setAddress(next) }}
          />
          <SectionHead title={t('files')} count={files.length} />
          <ul className="mb-1">
            {listed.map((candidate) => (
              <li key={idOf(candidate)}><FileRow file={candidate} isChosen={candidate === file} onChoose={() => choose(idOf(candidate))} /></li>
            ))}
          </ul>
          {listed.length === 0 && <p className="py-2 text-ink-2">{t('noMatch')}</p>}
          {canWrite && <RuleFileName label={t('add')} confirm={t('addConfirm')} initial="" objects={ruleConfigs(spec)} files={files} onName={add} />}
          <RuleGroups file={file} />
        </>
      )}
      effect={<><RuleFileText key={idOf(file)} file={file} files={files} readOnly={!canWrite} onRenamed={choose} /><EditorEffect isAbout={isAbout} open={file.object} readOnly={!canWrite} /></>}
    />
  )
}

function FileRow({ file, isChosen, onChoose }: { file: RuleFileView; isChosen: boolean; onChoose: () => void }): ReactNode {
  const t = useTranslations('editors.rules')
  const groups = 'groups' in file.parsed ? file.parsed.groups : undefined
  return (
    <button
      type="button" aria-pressed={isChosen} onClick={onChoose}
      className={clsx('grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-b border-hair px-2.5 py-1.5 text-left focus-visible:-outline-offset-2 max-md:min-h-11', isChosen ? 'bg-accent-tint shadow-[inset_2px_0_var(--accent)]' : 'hover:bg-hover')}
    >
      <span className="truncate font-semibold">{file.key}</span>
      {groups === undefined
        ? <Status glyph="error" tone="degraded">{t('refused')}</Status>
        : <span className="text-ink-2">{t('counts', { groups: groups.length, rules: groups.reduce((sum, { rules }) => sum + rules.length, 0) })}</span>}
      <span className="truncate text-label text-ink-3">{nameOf(file.object)}</span>
      <span className="text-right text-label text-ink-3">{file.loadedBy.length === 0 ? t('notLoaded') : t('loadedBy', { names: file.loadedBy.map(({ name }) => name).join(', ') })}</span>
    </button>
  )
}

function RuleFileText({ file, files, readOnly, onRenamed }: { file: RuleFileView; files: readonly RuleFileView[]; readOnly: boolean; onRenamed: (id: string) => void }): ReactNode {
  const t = useTranslations('editors.rules')
  const { apply } = useDraft()
  const locale = useLocale()
  const { object, key, parsed } = file
  const change = (next: string): void => apply([{ op: 'file.set', object, key, text: next }], text(`Rules ${key}`, `규칙 ${key}`))
  const rename = (_: string, name: string): void => {
    apply([{ op: 'file.set', object, key, text: null }, { op: 'file.set', object, key: name, text: file.text }], text(`Rename ${key} to ${name}`, `${key}을(를) ${name}(으)로 변경`))
    onRenamed(`${object} ${name}`)
  }
  return (
    <section className="mb-5">
      <Verdict sub={t('sub', { key, config: nameOf(object) })}>{'fault' in parsed ? t('faulty', { key }) : t('fine', { groups: parsed.groups.length, rules: parsed.groups.reduce((sum, { rules }) => sum + rules.length, 0) })}</Verdict>
      <TextInput control={{ 'aria-label': t('textOf', { key }), 'aria-invalid': 'fault' in parsed ? true : undefined }} value={file.text} isEdited={false} isLong rows={22} readOnly={readOnly} onChange={change} />
      {'fault' in parsed && <div className="mt-1.5"><FieldError>{parsed.line === undefined ? t('fault', { fault: parsed.fault[locale] }) : t('faultAt', { line: parsed.line, fault: parsed.fault[locale] })}</FieldError></div>}
      {!readOnly && (
        <div className="mt-2 flex flex-wrap items-start gap-2">
          <RuleFileName label={t('rename')} confirm={t('renameConfirm')} initial={key} objects={[object]} files={files} onName={rename} />
          <Button variant="quiet" onClick={() => apply([{ op: 'file.set', object, key, text: null }], text(`Remove ${key}`, `${key} 제거`))}>{t('remove')}</Button>
        </div>
      )}
    </section>
  )
}

function idOf({ object, key }: RuleFileView): string {
  return `${object} ${key}`
}
