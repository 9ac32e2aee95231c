'use client'
// The YAML side of an editor: the rendered object to type in; read when one leaves it, and taken when it is sound.
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { text } from '#lib/text.ts'
import { type EditedYaml, readEditedYaml } from './read-edited-yaml.ts'

/** The editor of the object `id`, whose rendered form is `yaml`. */
export function YamlEditor({ id, yaml, readOnly }: { id: string; yaml: string; readOnly: boolean }): ReactNode {
  const t = useTranslations('edit.yaml')
  const { apply } = useDraft()
  const [typed, setTyped] = useState<{ from: string; text: string }>()
  const [refusal, setRefusal] = useState<Extract<EditedYaml, { ok: false }>['problem']>()
  const areaId = useId()
  const name = id.slice(id.lastIndexOf('/') + 1)
  const current = typed !== undefined && typed.from === yaml ? typed.text : yaml
  const isTyped = current !== yaml
  const take = (): void => {
    if (!isTyped) return
    const read = readEditedYaml(id, current)
    setRefusal(read.ok ? undefined : read.problem)
    if (read.ok) apply([{ op: 'object.replace', object: id, manifest: read.manifest }], text(`${name} as YAML`, `${name} YAML 편집`))
  }
  return (
    <div>
      <label htmlFor={areaId} className="sr-only">{t('label', { name })}</label>
      <Textarea
        id={areaId} mono rows={Math.min(44, Math.max(16, current.split('\n').length))} value={current} readOnly={readOnly}
        aria-invalid={refusal === undefined ? undefined : true} aria-describedby={`${areaId}-note`}
        onChange={(event) => { setTyped({ from: yaml, text: event.target.value }); setRefusal(undefined) }} onBlur={take}
      />
      <div id={`${areaId}-note`} className="mt-1.5 text-label text-ink-3">{refusal === undefined ? t('note') : <FieldError><Refusal refusal={refusal} id={id} /></FieldError>}</div>
      {isTyped && (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button onClick={take}>{t('use')}</Button>
          <Button variant="quiet" onMouseDown={(event) => event.preventDefault()} onClick={() => { setTyped(undefined); setRefusal(undefined) }}>{t('reset')}</Button>
        </div>
      )}
    </div>
  )
}

function Refusal({ refusal, id }: { refusal: Extract<EditedYaml, { ok: false }>['problem']; id: string }): ReactNode {
  const t = useTranslations('edit.yaml')
  switch (refusal.kind) {
    case 'syntax': return <>{refusal.problem.line}:{refusal.problem.column} <Sentence text={refusal.problem.message} /></>
    case 'count': return t('one', { count: refusal.count })
    case 'other': return t('other', { found: refusal.found, expected: id })
    case 'secret': return t('secret')
  }
}
