'use client'
// Saves the draft as a revision and keeps what the server answered: a failure in its words, or who saved first.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { notify } from '#components/ui/toast.tsx'
import { saveRevision } from '#lib/actions/revisions.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { SaveConflict } from '#lib/services/views.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { useDraft } from './draft-provider.tsx'

/** The newest revision, and what its changes and the draft's came to. */
export type OnTop = { readonly number: number; readonly spec: StackSpec; readonly merged: StackSpec }

export type Saving = {
  /** `onTop` saves a merge on the revision that somebody else saved first; the draft is saved otherwise. */
  readonly save: (message: string, onTop?: OnTop) => void
  readonly isSaving: boolean
  readonly failure: Failure | undefined
  readonly conflict: SaveConflict | undefined
  /** Puts the answer of the last attempt away. */
  readonly dismiss: () => void
}

/** How the draft is saved. After a success the draft is empty and the page is Changes. */
export function useSave(): Saving {
  const t = useTranslations('edit.save')
  const draft = useDraft()
  const router = useRouter()
  const [isSaving, startSaving] = useTransition()
  const [failure, setFailure] = useState<Failure>()
  const [conflict, setConflict] = useState<SaveConflict>()
  const dismiss = (): void => {
    setFailure(undefined)
    setConflict(undefined)
  }
  const save = (message: string, onTop?: OnTop): void => {
    startSaving(async () => {
      // A conflict stays in sight until the next answer: what was chosen in it is not lost by trying again.
      setFailure(undefined)
      const { stackId, slug, spec, baseNumber } = draft
      try {
        const result = await saveRevision({ stackId, base: onTop?.number ?? baseNumber ?? 0, spec: onTop?.merged ?? spec, message })
        if (result.ok) {
          if (onTop !== undefined) draft.takeMerge({ number: onTop.number, spec: onTop.spec }, onTop.merged)
          draft.saved(result.value.number)
          notify({ title: t('done', { number: result.value.number }) })
          router.push(routes.changes(slug))
        } else if (isConflict(result.error)) setConflict(result.error.details)
        else setFailure(result.error)
      } catch {
        // The action itself could not be called: the server is gone or unreachable. The draft stays in this browser.
        setFailure({ code: 'UPSTREAM', message: t('unreachable') })
      }
    })
  }
  return { save, isSaving, failure, conflict, dismiss }
}

function isConflict(failure: Failure): failure is Failure & { details: SaveConflict } {
  const { code, details } = failure
  return code === 'CONFLICT' && typeof details === 'object' && details !== null && 'head' in details && 'spec' in details
}
