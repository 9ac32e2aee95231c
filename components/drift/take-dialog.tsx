'use client'
// Makes the next revision of what was chosen of the drift.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { takeDrift } from '#lib/actions/drift.ts'
import type { StackView } from '#lib/services/views.ts'
import { NextRevisionDialog } from '../changes/next-revision-dialog.tsx'
import { ObjectName } from '../changes/object-name.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Textarea } from '../ui/textarea.tsx'
import type { chosenObjects } from './choices.ts'

const SHOWN = 8

/** `count` is how many choices there are, as the reader counts them. */
export function TakeDialog({ stack, chosen, count }: { stack: StackView; chosen: ReturnType<typeof chosenObjects>; count: number }): JSX.Element {
  const t = useTranslations('drift')
  const [message, setMessage] = useState('')
  const [wasTried, setTried] = useState(false)
  const head = stack.head ?? 0
  const names = [...new Set(chosen.map(({ object }) => object.split('/').at(-1) ?? object))]
  return (
    <NextRevisionDialog
      stack={stack}
      words={{
        trigger: <Button variant={count > 0 ? 'primary' : 'secondary'} disabled={count === 0}>{t('theirs')}</Button>,
        title: t('take.title', { next: head + 1 }), confirm: t('take.confirm', { next: head + 1 }),
        description: <>{t('take.what', { count, head })}{stack.applied !== head && <p className="mt-2">{t('take.ahead', { head })}</p>}</>,
      }}
      onOpen={() => setMessage(t('take.suggest', { names: names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '') }))}
      save={() => {
        setTried(true)
        return message.trim() === '' ? undefined : takeDrift({ stackId: stack.id, base: head, objects: chosen, message })
      }}
    >
      <ul className="mt-2.5 border-y border-hair py-2">
        {chosen.slice(0, SHOWN).map(({ object, fields }) => (
          <li key={object} className="wrap-anywhere"><ObjectName id={object} wrap /> {fields.length === 0 ? t('table.takeGone') : <code>{fields.map(({ path }) => path).slice(0, SHOWN).join(', ')}</code>}</li>
        ))}
        {chosen.length > SHOWN && <li className="text-ink-3">…</li>}
      </ul>
      <Field className="mt-3" label={t('take.message')} help={t('take.messageHelp')} error={wasTried && message.trim() === '' ? t('take.noMessage') : undefined}>
        {(control) => <Textarea {...control} rows={2} maxLength={1000} value={message} onChange={(event) => setMessage(event.target.value)} />}
      </Field>
    </NextRevisionDialog>
  )
}
