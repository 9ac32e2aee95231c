'use client'
// Adds workloads from presets: what is chosen and typed at the left, what it comes to at the right, and one step of the draft from it.
import { useTranslations } from 'next-intl'
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from 'nuqs'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { EditorLayout } from '#components/editors/editor-layout.tsx'
import { useAwake } from '#components/ui/use-awake.ts'
import { text } from '#lib/text.ts'
import { addFromPreset, copiesOf } from '#lib/thanos/presets/add.ts'
import { type Part, PARTS } from '#lib/thanos/presets/request.ts'
import { surroundingsOf } from '#lib/thanos/presets/surroundings.ts'
import type { Size } from '#lib/thanos/sizing/load.ts'
import { AddEffect } from './add-effect.tsx'
import { detailsFor, firstParts, readRequest, startDetails } from './add-model.ts'
import { DetailForm } from './detail-form.tsx'
import { LoadForm } from './load-form.tsx'
import { PartList } from './part-list.tsx'
import { startOf, type TypedLoad, withTyped } from './typed-load.ts'

/** The page. `namespace` is that of the stack, for an installation that has none yet. */
export function AddPage({ namespace, canWrite }: { namespace: string; canWrite: boolean }): ReactNode {
  const isAwake = useAwake()
  const t = useTranslations('presets')
  const { spec, apply } = useDraft()
  const copies = copiesOf(spec)
  const [inAddress, setParts] = useQueryState('part', parseAsArrayOf(parseAsStringLiteral(PARTS)))
  const [added, setAdded] = useState<readonly string[]>()
  const parts = useMemo<readonly Part[]>(() => inAddress ?? (added === undefined ? firstParts(spec) : []), [inAddress, added, spec])
  const [size, setSize] = useState<Size>('S')
  const [typed, setTyped] = useState<TypedLoad>(() => startOf('S', copies))
  const [details, setDetails] = useState(() => startDetails(namespace))
  const { request, faults } = useMemo(() => readRequest({ parts, size, typed: copies === undefined ? typed : { ...typed, copies: String(copies) }, details }), [parts, size, typed, copies, details])
  const settled = useDeferredValue(request)
  const addition = useMemo(() => (settled === undefined ? undefined : addFromPreset(spec, settled)), [spec, settled])
  const knowsBucket = request === undefined || surroundingsOf(spec, request).bucket.isKnown
  const choose = (next: readonly Part[]): void => {
    setAdded(undefined)
    void setParts([...next])
  }
  const put = (): void => {
    if (addition === undefined) return
    const names = addition.sizings.map(({ name }) => name)
    apply(addition.edits, names.length > 3 ? text(`Add ${names.length} workloads from presets (size ${size})`, `프리셋으로 워크로드 ${names.length}개 추가(크기 ${size})`) : text(`Add ${names.join(', ')} (size ${size})`, `${names.join(', ')} 추가(크기 ${size})`))
    setAdded(names)
    void setParts([])
    setDetails(startDetails(namespace))
  }
  // What is typed before the page has woken up would be gone.
  const readOnly = !canWrite || !isAwake
  return (
    <EditorLayout
      canWrite={canWrite}
      form={(
        <>
          {!canWrite && <p className="mb-2 text-ink-2">{t('viewer')}</p>}
          <PartList chosen={parts} sizings={addition?.sizings ?? []} readOnly={readOnly} onChoose={choose} />
          <LoadForm
            size={size} typed={copies === undefined ? typed : { ...typed, copies: String(copies) }} faults={faults} copies={copies} readOnly={readOnly}
            onSize={(next) => { setSize(next); setTyped(startOf(next, copies)) }} onType={(field, value) => setTyped((now) => withTyped(now, field, value))}
          />
          <DetailForm shown={detailsFor(parts, spec, knowsBucket)} details={details} faults={faults} readOnly={readOnly} onType={(next) => setDetails(next)} />
        </>
      )}
      effect={<AddEffect addition={addition} isReadable={parts.length === 0 || request !== undefined} added={added} canWrite={canWrite} onPut={put} onUndone={() => setAdded(undefined)} />}
    />
  )
}
