'use client'
// Where the blocks go: what each Secret says of the bucket, and the form that writes a new one straight to the cluster.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { readersOf } from '#components/findings/object-readers.ts'
import { Code } from '#components/ui/code.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isPlaceholder } from '#lib/thanos/object-storage.ts'
import { type Credential, type ObjectStorage, type Reference, specObjectId, type StackSpec, workloads } from '#lib/thanos/spec.ts'
import { CredentialsForm } from './credentials-form.tsx'
import { EditorEffect } from './editor-effect.tsx'
import { EditorLayout } from './editor-layout.tsx'

export type BucketFile = { readonly reference: Reference; readonly key: string; readonly storage: ObjectStorage }

/** Every object storage configuration that the spec refers to. */
export function bucketFilesOf(spec: StackSpec): BucketFile[] {
  return spec.objects.flatMap((object) => (object.type === 'reference' && object.object !== 'Fragment'
    ? Object.entries(object.objectStorage).map(([key, storage]) => ({ reference: object, key, storage }))
    : []))
}

/** The object storage side of the storage page; `tabs` is the choice of its sides. */
export function ObjectStorageEditor({ canWrite, tabs }: { canWrite: boolean; tabs: ReactNode }): ReactNode {
  const t = useTranslations('editors.bucket')
  const { spec } = useDraft()
  const files = bucketFilesOf(spec)
  const [first] = files
  const unset = workloads(spec).filter(({ args, kind }) => ['store', 'compact', 'receive', 'rule'].includes(kind) && !args.some((arg) => 'flag' in arg && arg.flag.startsWith('objstore.config')))
  const sentence = ({ storage, reference }: BucketFile): string => {
    const { bucket } = storage.settings
    const count = readersOf(spec, reference).length
    return typeof bucket !== 'string' || isPlaceholder(bucket) ? t('noBucket', { count }) : t('one', { bucket, count })
  }
  return (
    <EditorLayout
      canWrite={canWrite}
      form={(
        <>
          {tabs}
          <SectionHead title={t('form')} aside={t('s3')} />
          <CredentialsForm key={first === undefined ? '' : specObjectId(first.reference)} current={first} readOnly={!canWrite} />
        </>
      )}
      effect={(
        <>
          <Verdict sub={t('sub')}>{first === undefined ? t('none') : sentence(first)}</Verdict>
          {files.map((file) => <BucketFacts key={`${specObjectId(file.reference)} ${file.key}`} file={file} spec={spec} />)}
          {unset.length > 0 && <p className="mb-4 text-ink-2">{t('unset', { names: unset.map(({ name }) => name).join(', ') })}</p>}
          <EditorEffect isAbout={({ code }) => code.startsWith('objstore/') || code.includes('object-storage')} open="" readOnly={!canWrite} />
        </>
      )}
    />
  )
}

function BucketFacts({ file, spec }: { file: BucketFile; spec: StackSpec }): ReactNode {
  const t = useTranslations('editors.bucket')
  const { reference, key, storage } = file
  const readers = readersOf(spec, reference).map(({ name }) => name)
  return (
    <section className="mb-5">
      <SectionHead title={reference.name} count={key} aside={t('kind', { kind: reference.object })} />
      <dl className="grid md:grid-cols-[minmax(96px,max-content)_minmax(0,1fr)]">
        <Fact name={t('type')}>{storage.type === '' ? t('unreadable') : storage.type}</Fact>
        {Object.entries(storage.settings).map(([name, value]) => <Fact key={name} name={name}><Code wrap>{String(value)}</Code></Fact>)}
        {storage.prefix !== undefined && <Fact name="prefix"><Code wrap>{storage.prefix}</Code></Fact>}
        {Object.entries(storage.credentials).map(([name, credential]) => <Fact key={name} name={name}><CredentialState credential={credential} /></Fact>)}
        <Fact name={t('readBy')}>{readers.length === 0 ? t('nobody') : readers.join(', ')}</Fact>
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="border-hair pt-1 pr-6 text-ink-3 md:border-b md:pb-1">{name}</dt>
      <dd className="border-b border-hair pb-1 wrap-anywhere md:pt-1">{children}</dd>
    </>
  )
}

function CredentialState({ credential }: { credential: Credential }): ReactNode {
  const t = useTranslations('editors.bucket.credential')
  switch (credential.state) {
    case 'literal': return <span className="text-ink-2">{t('literal')}</span>
    case 'absent': return <span className="text-ink-3">{t('absent')}</span>
    case 'reference': return <span>{t('reference')} <code>{credential.text}</code></span>
    case 'placeholder': return <Status glyph="error" tone="degraded">{t('placeholder')} <code>{credential.text}</code></Status>
  }
}
