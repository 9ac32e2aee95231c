'use client'
// The hashrings of a stack: rings by form or as JSON, the replication factor, and what both mean for writes.
import { useLocale, useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { nameOf } from '#components/findings/object-title.tsx'
import { FlagField } from '#components/spec-form/flag-field.tsx'
import { TextInput } from '#components/spec-form/flag-input.tsx'
import { fieldsOf } from '#components/spec-form/form-model.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { routes } from '#lib/routes.ts'
import { text } from '#lib/text.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { type SpecObject, specObjectId, type StackSpec, type Workload } from '#lib/thanos/spec.ts'
import { EditorEffect } from './editor-effect.tsx'
import { EditorLayout } from './editor-layout.tsx'
import { HashringVerdict } from './hashring-verdict.tsx'
import { podAddresses, receiversOf, type RingFile, ringFilesOf } from './hashring-model.ts'
import { RingForm } from './ring-form.tsx'
import { readRings, type RingForm as Ring, withNewRing, withoutRing, withRing, withRingUp } from './ring-text.ts'

const RING_FLAGS = ['receive.replication-factor', 'receive.hashrings-algorithm', 'receive.local-endpoint']

/** The page. */
export function HashringEditor({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('editors.hashring')
  const { slug, spec } = useDraft()
  const [chosen, setChosen] = useQueryState('file', parseAsString)
  const files = ringFilesOf(spec)
  const file = files.find(({ object, key }) => `${object} ${key}` === chosen) ?? files[0]
  if (file === undefined) return <NoRing receivers={receiversOf(spec)} slug={slug} hasObjects={spec.objects.length > 0} />
  const objects = new Set([file.object, ...file.readers.map(specObjectId)])
  const isAbout = (finding: Finding): boolean => objects.has(finding.object) && (finding.object === file.object || finding.code.startsWith('receive/'))
  return (
    <EditorLayout
      canWrite={canWrite}
      form={(
        <>
          {files.length > 1 && (
            <Chips
              label={t('files')} className="mb-2" value={`${file.object} ${file.key}`} onChange={(next) => void setChosen(next)}
              chips={files.map(({ object, key }) => ({ value: `${object} ${key}`, label: `${nameOf(object)} / ${key}` }))}
            />
          )}
          <RingFileForm key={`${file.object} ${file.key}`} file={file} readOnly={!canWrite} />
          <ReceiverFlags readers={file.readers} readOnly={!canWrite} />
        </>
      )}
      effect={<><HashringVerdict file={file} /><EditorEffect isAbout={isAbout} open={file.object} readOnly={!canWrite} /></>}
    />
  )
}

function RingFileForm({ file, readOnly }: { file: RingFile; readOnly: boolean }): ReactNode {
  const locale = useLocale()
  const t = useTranslations('editors.hashring')
  const { spec, baseSpec, apply } = useDraft()
  const [mode, setMode] = useQueryState('as', parseAsStringLiteral(['form', 'json']).withDefault('form').withOptions({ history: 'replace' }))
  const read = readRings(file.text)
  const was = readRings(fileText(baseSpec, file) ?? '[]')
  const wasRings: readonly Ring[] = 'rings' in was ? was.rings : []
  const generate = podAddresses(spec).map(({ workload, addresses }) => ({ name: workload.name, addresses }))
  const set = (next: string): void => {
    const label = `${nameOf(file.object)} ${file.key}`
    apply([{ op: 'file.set', object: file.object, key: file.key, text: next }], text(label, label))
  }
  const isForm = mode === 'form' && 'rings' in read
  const countWords = (count: number): string => (count > 1 ? `${count}, ${t('firstMatch')}` : String(count))
  return (
    <section className="mb-5">
      <SectionHead
        title={t('rings')} count={'rings' in read ? countWords(read.rings.length) : undefined}
        aside={<Chips label={t('mode')} value={isForm ? 'form' : 'json'} onChange={(next) => void setMode(next)} chips={[{ value: 'form', label: t('form') }, { value: 'json', label: t('json') }]} />}
      />
      {isForm
        ? (
          <>
            {read.rings.map((ring, index) => (
              <RingForm
                key={index} ring={ring} index={index} was={wasRings[index]} readOnly={readOnly} generate={generate}
                onChange={(patch) => set(withRing(file.text, index, patch))} onUp={() => set(withRingUp(file.text, index))} onRemove={() => set(withoutRing(file.text, index))}
              />
            ))}
            {!readOnly && <Button className="mt-2.5" onClick={() => set(withNewRing(file.text, []))}>{t('addRing')}</Button>}
          </>
        )
        : (
          <div className="pt-2.5">
            <TextInput control={{ 'aria-label': t('jsonOf', { key: file.key }), 'aria-invalid': 'fault' in read ? true : undefined }} value={file.text} isEdited={false} isLong rows={24} readOnly={readOnly} onChange={set} />
            {'fault' in read && <div className="mt-1.5"><FieldError>{t('fault', { fault: read.fault[locale] })}</FieldError></div>}
          </div>
        )}
    </section>
  )
}

function ReceiverFlags({ readers, readOnly }: { readers: readonly Workload[]; readOnly: boolean }): ReactNode {
  const t = useTranslations('editors.hashring')
  const { slug, baseSpec, findings, apply } = useDraft()
  return readers.map((reader) => {
    const id = specObjectId(reader)
    const base = baseSpec.objects.find((object): object is Workload => object.type === 'workload' && specObjectId(object) === id)
    const fields = fieldsOf(reader, base, findings.filter(({ object }) => object === id)).filter(({ name }) => RING_FLAGS.includes(name))
    return (
      <section key={id} className="mb-5">
        <SectionHead title={t('flagsOf', { name: reader.name })} aside={t('everyRing')} />
        {fields.map((field) => <FlagField key={field.name} slug={slug} object={id} field={field} readOnly={readOnly} apply={apply} />)}
      </section>
    )
  })
}

function NoRing({ receivers, slug, hasObjects }: { receivers: readonly Workload[]; slug: string; hasObjects: boolean }): ReactNode {
  const t = useTranslations('editors.hashring')
  const [receiver] = receivers
  return (
    <div className="px-(--gutter)">
      {receiver === undefined
        ? <Empty title={t('noReceiver')} action={<ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink>}>{t(hasObjects ? 'noReceiverWhat' : 'nothingWhat')}</Empty>
        : <Empty title={t('noRing', { name: receiver.name })} action={<ButtonLink href={routes.edit(slug, specObjectId(receiver))}>{t('editReceiver', { name: receiver.name })}</ButtonLink>}>{t('noRingWhat')}</Empty>}
    </div>
  )
}

function fileText(spec: StackSpec, { object, key }: RingFile): string | undefined {
  const found = spec.objects.find((candidate: SpecObject) => specObjectId(candidate) === object)
  return found?.type === 'config' ? found.files[key] : undefined
}
