'use client'
// One flag in the form: its real name and what it does at the left, its input and what is to be said of it at the right.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import { memo, type ReactNode, useId } from 'react'
import type { DraftHandle } from '#components/draft/draft-provider.tsx'
import { Code } from '#components/ui/code.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { routes } from '#lib/routes.ts'
import { FieldHint } from './field-hint.tsx'
import { FieldFindings } from './finding-notes.tsx'
import { FlagInput } from './flag-input.tsx'
import { editorOf, type FieldModel, isSameField, isWide, rightSpelling } from './form-model.ts'
import { stepName } from './step-name.ts'

/** `apply` must stay the same function: it is not among what is compared. */
type FlagFieldProps = { slug: string; object: string; field: FieldModel; readOnly: boolean; apply: DraftHandle['apply'] }

/** A flag. Drawn again only when something about it changed. */
export const FlagField = memo(FlagFieldView, (a, b) => a.object === b.object && a.readOnly === b.readOnly && isSameField(a.field, b.field))

function FlagFieldView({ slug, object, field, readOnly, apply }: FlagFieldProps): ReactNode {
  const locale = useLocale()
  const id = useId()
  const { name, flag } = field
  const editor = editorOf(name)
  const set = (values: string[]): void => {
    apply([{ op: 'flag.set', object, flag: name, values }], stepName(object, `--${name}`))
  }
  const others = field.findings.filter(({ code }) => field.problem === undefined || code !== 'flag/bad-value')
  return (
    <div
      data-field={name}
      className={clsx(
        'relative grid gap-x-4 gap-y-1 border-b border-hair py-[7px] max-md:gap-1.5 max-md:py-2.5',
        isWide(field) ? 'gap-y-1.5' : 'md:grid-cols-[minmax(0,1fr)_236px]',
        flag?.type === 'boolean' && 'max-md:grid-cols-[minmax(0,1fr)_auto]',
        field.isEdited && 'before:absolute before:inset-y-[7px] before:-left-2.5 before:border-l-2 before:border-ink max-md:before:-left-4',
      )}
    >
      <div className="min-w-0">
        <label htmlFor={id} className={clsx('block w-fit cursor-pointer font-mono text-code leading-[18px] wrap-anywhere', field.isEdited ? 'font-semibold' : 'font-medium')}>--{name}</label>
        <p id={`${id}-help`} className="mt-0.5 max-w-[440px] text-label text-ink-3">{flag === undefined ? <UnknownFlag /> : <Sentence text={flag[locale]} />}</p>
        {flag !== undefined && <Reference field={field} />}
      </div>
      <div className="min-w-0">
        {editor !== undefined && field.values.length > 0
          ? <EditorLink field={field} href={routes[editor](slug)} />
          : <FlagInput field={field} readOnly={readOnly} onChange={set} control={{ id, 'aria-describedby': `${id}-help ${id}-note`, 'aria-invalid': field.problem === undefined ? undefined : true }} />}
        <div id={`${id}-note`} className="mt-[3px] flex flex-wrap gap-x-2 empty:hidden">
          {field.problem !== undefined && <FieldError><Sentence text={field.problem} /> <Spelling field={field} readOnly={readOnly} onUse={set} /></FieldError>}
          <FieldHint field={field} />
          <Unset field={field} readOnly={readOnly} onUnset={() => set([])} />
        </div>
      </div>
      {(others.length > 0 || field.isDeprecated) && (
        <div className="col-span-full grid gap-1 pt-0.5">
          {field.isDeprecated && others.length === 0 && <Deprecated field={field} />}
          <FieldFindings findings={others} onFix={readOnly ? undefined : (fix) => apply(fix.edits, fix.title)} />
        </div>
      )}
    </div>
  )
}

/** The way to the flag's page; there are hundreds of them, so none is loaded before it is asked for. */
function Reference({ field }: { field: FieldModel }): ReactNode {
  const t = useTranslations('edit.field')
  return <Link prefetch={false} href={routes.flag(field.kind, field.name)} aria-label={t('referenceOf', { flag: field.name })} className="link text-label">{t('reference')}</Link>
}

function UnknownFlag(): ReactNode {
  const t = useTranslations('edit.field')
  return t('unknown')
}

function Deprecated({ field }: { field: FieldModel }): ReactNode {
  const t = useTranslations('edit.field')
  const { flag } = field
  if (flag?.deprecated === undefined) return null
  return (
    <p className="flex gap-2 text-label text-ink-2">
      <Glyph name="warning" className="mt-[3px] size-2.5" />
      <span>
        {t('deprecated', { version: `v${flag.deprecated}` })}
        {flag.replacedBy !== undefined && <> {t.rich('replacedBy', { flag: flag.replacedBy, code: (words) => <Code>{words}</Code> })}</>}
      </span>
    </p>
  )
}

function EditorLink({ field, href }: { field: FieldModel; href: string }): ReactNode {
  const t = useTranslations('edit.field')
  return (
    <div>
      {field.values.map((value) => <Code key={value} wrap className="block leading-[18px]">{value}</Code>)}
      <Link href={href} className="link font-medium">{t('editFile')}</Link>
    </div>
  )
}

/** Offers the right spelling of the one value that is misspelt. */
function Spelling({ field, readOnly, onUse }: { field: FieldModel; readOnly: boolean; onUse: (values: string[]) => void }): ReactNode {
  const t = useTranslations('edit.field')
  const better = field.problem === undefined ? undefined : rightSpelling(field.problem)
  if (readOnly || better === undefined || field.values.length !== 1) return null
  return <button type="button" className="link font-medium" onClick={() => onUse([better])}>{t('use', { value: better })}</button>
}

/** For inputs that cannot be emptied by typing. */
function Unset({ field, readOnly, onUnset }: { field: FieldModel; readOnly: boolean; onUnset: () => void }): ReactNode {
  const t = useTranslations('edit.field')
  if (readOnly || field.flag?.type !== 'boolean' || field.values.length === 0) return null
  return <button type="button" className="link text-label" onClick={onUnset}>{t('unset')}</button>
}
