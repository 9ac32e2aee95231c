'use client'
// The one input of a flag, by its type: a switch, a choice, a list, or text with its unit typed.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { FieldControl } from '#components/ui/field.tsx'
import { controlClass, Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { type FieldModel, isWide } from './form-model.ts'
import { useTypedText } from './use-typed-text.ts'

/** The input. `onChange` is given all values of the flag; [] takes it away. */
export function FlagInput({ field, control, readOnly, onChange }: {
  field: FieldModel
  control: FieldControl
  readOnly: boolean
  onChange: (values: string[]) => void
}): ReactNode {
  const { flag, values } = field
  if (flag?.repeatable === true || values.length > 1) return <ValueList field={field} control={control} readOnly={readOnly} onChange={onChange} />
  if (flag?.type === 'boolean') return <BooleanInput field={field} control={control} readOnly={readOnly} onChange={onChange} />
  if (flag?.type === 'enum') return <EnumInput field={field} control={control} readOnly={readOnly} onChange={onChange} />
  return (
    <TextInput
      control={control} value={values[0] ?? ''} placeholder={field.default ?? ''} isEdited={field.isEdited} isLong={flag?.type === 'inline-yaml'}
      readOnly={readOnly} staysWhenEmpty onChange={(text) => onChange(text === '' ? [] : [text])}
    />
  )
}

type InputProps = Parameters<typeof FlagInput>[0]

function BooleanInput({ field, control, readOnly, onChange }: InputProps): ReactNode {
  const isOn = (field.values[0] ?? field.default ?? 'false') === 'true'
  const toggle = (checked: boolean): void => {
    const word = String(checked)
    // Back at the default, a flag that was not written before is not written again.
    onChange(field.baseValues.length === 0 && word === (field.default ?? 'false') ? [] : [word])
  }
  return <Switch {...control} checked={isOn} disabled={readOnly} onChange={(event) => toggle(event.target.checked)} />
}

function EnumInput({ field, control, readOnly, onChange }: InputProps): ReactNode {
  const t = useTranslations('edit.field')
  const value = field.values[0] ?? ''
  const words = (field.flag?.values ?? []).filter((word) => word !== '')
  return (
    <Select {...control} mono value={value} disabled={readOnly} onChange={(event) => onChange(event.target.value === '' ? [] : [event.target.value])}>
      <option value="">{field.default === undefined || field.default === '' ? t('notSet') : t('defaultIs', { value: field.default })}</option>
      {value !== '' && !words.includes(value) && <option value={value}>{value}</option>}
      {words.map((word) => <option key={word} value={word}>{word}</option>)}
    </Select>
  )
}

/**
 * One line of typed text, or several for YAML. `wrapsAt` breaks a long line after so many characters instead of hiding its end.
 * `staysWhenEmpty`: without text the row would go away, so that it is taken only when it is left. Also used outside of flags.
 */
export function TextInput({ control, value, placeholder = '', isEdited, isLong = false, rows, wrapsAt, readOnly = false, staysWhenEmpty = false, onChange }: {
  control: Partial<FieldControl> & { 'aria-label'?: string }
  value: string; placeholder?: string; isEdited: boolean; isLong?: boolean; rows?: number; wrapsAt?: number; readOnly?: boolean; staysWhenEmpty?: boolean
  onChange: (text: string) => void
}): ReactNode {
  const { text, isTyping, type, leave } = useTypedText(value, onChange, { staysWhenEmpty })
  const props = {
    ...control, value: text, placeholder, readOnly, onBlur: leave, 'data-draft': isTyping ? 'typing' : 'settled',
    onChange: (event: { target: { value: string } }) => type(event.target.value),
  }
  if (wrapsAt !== undefined) {
    return (
      <textarea
        {...props} rows={Math.max(1, Math.ceil(text.length / wrapsAt))} spellCheck={false} autoComplete="off"
        onChange={(event) => type(event.target.value.replaceAll(/\s*\n\s*/g, ''))}
        className={clsx(controlClass, 'block min-h-(--ctl) resize-none overflow-hidden py-1 font-mono font-medium break-all [field-sizing:content] max-md:py-2.5 md:text-code', isEdited && 'border-ink shadow-[inset_2px_0_var(--ink)]')}
      />
    )
  }
  return isLong ? <Textarea {...props} mono rows={rows ?? Math.min(12, Math.max(3, text.split('\n').length + 1))} /> : <Input {...props} mono edited={isEdited} />
}

function ValueList({ field, control, readOnly, onChange }: InputProps): ReactNode {
  const t = useTranslations('edit.field')
  const [hasBlank, setBlank] = useState(false)
  const { name, values, baseValues } = field
  const wrap = isWide(field) ? { wrapsAt: 58 } : {}
  // The blank row is the next value: with its first letter it becomes one, and stays the same input.
  const rows = hasBlank || values.length === 0 ? [...values, ''] : values
  return (
    <div>
      <ul className="grid gap-1">
        {rows.map((value, index) => (
          <li key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-center">
            <TextInput
              control={index === 0 ? control : { 'aria-label': index < values.length ? t('valueOf', { name, index: index + 1 }) : t('newValue', { name }) }}
              value={value} placeholder={index < values.length ? '' : field.default ?? ''} readOnly={readOnly} staysWhenEmpty {...wrap}
              isEdited={field.isEdited && index < values.length && !baseValues.includes(value)}
              onChange={(text) => {
                if (index >= values.length) setBlank(false)
                onChange(text === '' ? values.toSpliced(index, 1) : values.toSpliced(index, 1, text))
              }}
            />
            {!readOnly && index < values.length && (
              <button type="button" onClick={() => onChange(values.toSpliced(index, 1))} aria-label={t('removeValue', { value })} className="h-(--ctl) pl-2.5 text-label text-ink-3 hover:text-ink">
                {t('remove')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && !hasBlank && values.length > 0 && (
        <button type="button" className="link mt-0.5 text-label leading-[22px] max-md:h-11" onClick={() => setBlank(true)}>{t('add')}</button>
      )}
    </div>
  )
}
