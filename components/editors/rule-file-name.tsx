'use client'
// Asks for the name of a rule file, and for its ConfigMap where there are several; a small form that opens on demand.
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { nameOf } from '#components/findings/object-title.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { fileNameFault, type RuleFileView } from './rules-model.ts'

/** The button and its form. `objects` are the ConfigMaps to choose from. */
export function RuleFileName({ label, confirm, initial, objects, files, onName }: {
  label: string; confirm: string; initial: string; objects: readonly string[]; files: readonly RuleFileView[]; onName: (object: string, name: string) => void
}): ReactNode {
  const t = useTranslations('editors.rules')
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState(initial)
  const [chosen, setChosen] = useState('')
  const object = objects.includes(chosen) ? chosen : objects[0] ?? ''
  const fault = fileNameFault(name, files.filter((file) => file.object === object && file.key !== initial).map(({ key }) => key))
  const isUnchanged = name === initial
  if (!isOpen) return <Button variant="quiet" className="-ml-3" onClick={() => { setName(initial); setOpen(true) }}>{label}</Button>
  return (
    <form
      className="my-2 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (fault !== undefined || isUnchanged) return
        setOpen(false)
        onName(object, name)
      }}
    >
      {objects.length > 1 && (
        <Field label={t('config')}>
          {(control) => <Select {...control} value={object} onChange={(event) => setChosen(event.target.value)}>{objects.map((id) => <option key={id} value={id}>{nameOf(id)}</option>)}</Select>}
        </Field>
      )}
      <Field label={t('fileName')} error={name === '' || fault === undefined ? undefined : t(`nameFault.${fault}`)} help={t('nameHelp')}>
        {(control) => <Input {...control} mono autoFocus value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" disabled={fault !== undefined || isUnchanged}>{confirm}</Button>
        <Button variant="quiet" onClick={() => setOpen(false)}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
