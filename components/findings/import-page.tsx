'use client'
// Import: what comes in is read in the browser, said what would become of it, and then shown with its findings.
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { ImportMode } from '#lib/thanos/draft.ts'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { importSource } from '#components/draft/import-source.ts'
import { Verdict } from '#components/ui/verdict.tsx'
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'
import { objectId } from '#lib/manifest/types.ts'
import { text } from '#lib/text.ts'
import { type Adoption, adopt } from '#lib/thanos/adopt.ts'
import { DraftFindings } from './draft-findings.tsx'
import { DropZone } from './drop-zone.tsx'
import { ImportChoice } from './import-choice.tsx'
import type { NamedText, ReadFiles } from './read-files.ts'
import { ReadProblems } from './read-problems.tsx'
import { SnippetFindings } from './snippet-findings.tsx'

type Shown =
  | { kind: 'draft' }
  | { kind: 'drop' }
  | { kind: 'choose'; adoption: Adoption; files: readonly NamedText[] }
  | { kind: 'snippet'; adoption: Adoption; files: readonly NamedText[] }

/** The page. `canWrite` is false for people who may look and not save. */
export function ImportPage({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('findings')
  const draft = useDraft()
  const [shown, setShown] = useState<Shown>({ kind: 'draft' })
  const [problems, setProblems] = useState<readonly ReadProblem[]>([])
  const hasDraft = draft.isDirty

  const bringIn = (adoption: Adoption, files: readonly NamedText[], mode: ImportMode): void => {
    const [first, ...more] = files
    const name = first?.name ?? ''
    draft.bringIn(withoutPieces(adoption), {
      mode, source: sourceOf(adoption, files),
      label: more.length === 0 ? text(`Import ${name}`, `${name} 가져오기`) : text(`Import ${name} and ${more.length} more`, `${name} 외 ${more.length}개 가져오기`),
    })
    setShown({ kind: 'draft' })
  }
  const read = ({ files, problems: notRead }: ReadFiles): void => {
    const adoption = adopt([...files])
    setProblems([...notRead, ...adoption.problems])
    const whole = withoutPieces(adoption)
    if (adoption.spec.objects.length === 0) setShown({ kind: 'drop' })
    else if (whole.length === 0) setShown({ kind: 'snippet', adoption, files })
    else if (draft.spec.objects.length > 0) setShown({ kind: 'choose', adoption, files })
    else bringIn(adoption, files, 'replace')
  }
  const back = (): void => {
    setProblems([])
    setShown({ kind: 'draft' })
  }

  switch (shown.kind) {
    case 'choose': return (
      <ImportChoice
        spec={draft.spec} incoming={withoutPieces(shown.adoption)} onCancel={back}
        onChoose={(mode) => bringIn(shown.adoption, shown.files, mode)}
      />
    )
    case 'snippet': return (
      <SnippetFindings adoption={shown.adoption} source={sourceOf(shown.adoption, shown.files)} problems={problems} onBack={back} />
    )
    case 'draft': if (hasDraft) return <DraftFindings problems={problems} canWrite={canWrite} onImport={() => setShown({ kind: 'drop' })} />
  }
  return (
    <>
      <Verdict sub={draft.baseNumber === undefined ? t('empty.sub') : t('empty.subBase', { base: draft.baseNumber })}>{t('empty.title')}</Verdict>
      <ReadProblems problems={problems} />
      <DropZone onRead={read} onCancel={hasDraft ? back : undefined} />
    </>
  )
}

/** Pieces that were pasted without an object around them are checked, but are no part of a spec. */
function withoutPieces(adoption: Adoption): Adoption['spec']['objects'] {
  return adoption.spec.objects.filter((object) => object.object !== 'Fragment')
}

function sourceOf(adoption: Adoption, files: readonly NamedText[]): ReturnType<typeof importSource> {
  return importSource({
    files, places: { ...adoption.places }, notManaged: adoption.notManaged,
    withheld: [...adoption.withheld.map(objectId), ...adoption.spec.objects.flatMap((object) => (object.type === 'reference' ? `Fragment/${object.name}` : []))],
    readAt: new Date().toISOString(),
  })
}
