'use client'
// Taking over: who else owns what the newest revision applies, and the managers that are to stop owning it, ticked one by one.
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { takeOwnership } from '#lib/actions/discover.ts'
import { useOwnership } from '#lib/queries/connect.ts'
import { routes } from '#lib/routes.ts'
import type { OwnedObject, OwnershipTaken, OwnershipView } from '#lib/services/views.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Dialog, DialogClose } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Section } from '../ui/section.tsx'
import { SkeletonTable } from '../ui/skeleton.tsx'
import { Status } from '../ui/status.tsx'
import { StickyFoot } from '../ui/sticky-foot.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { OwnedObjectItem } from './owned-object.tsx'

export function OwnershipPage({ stackId, slug, mayTake }: { stackId: string; slug: string; mayTake: boolean }): JSX.Element {
  const t = useTranslations('connect.ownership')
  const { data, isFetching, refetch } = useOwnership(slug)
  const again = <Button size="small" busy={isFetching} onClick={() => void refetch()}>{t('again')}</Button>
  if (data === undefined) return <><Verdict>{t('asking')}</Verdict><SkeletonTable columns={[{ label: t('object') }, { label: t('manager') }]} /></>
  if (!data.ok) return <ErrorPanel title={data.error === 'unreachable' ? t('unreachable') : data.error.message} action={again}>{t('failedWhy')}</ErrorPanel>
  return <Review key={data.value.at} view={data.value} stackId={stackId} slug={slug} mayTake={mayTake} again={again} onTaken={() => void refetch()} />
}

function Review({ view, stackId, slug, mayTake, again, onTaken }: {
  view: OwnershipView; stackId: string; slug: string; mayTake: boolean; again: JSX.Element; onTaken: () => void
}): JSX.Element {
  const t = useTranslations('connect.ownership')
  const locale = useLocale()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [results, setResults] = useState<readonly OwnershipTaken[]>()
  const [failure, setFailure] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const [isBusy, start] = useTransition()
  const shared = view.objects.filter(({ holders }) => holders.length > 0)
  const listed = view.objects.filter(({ holders, autoscaled }) => holders.length > 0 || autoscaled === true)
  const other = view.objects.filter(({ state }) => state !== 'same')
  const managers = [...Map.groupBy(shared.flatMap((object) => object.holders.filter((holder) => holder.mayTake).map((holder) => ({ id: tickId(object, holder.key), manager: holder.manager }))), ({ manager }) => manager)]
  const chosen = shared.map((object) => ({ object: object.object, managers: object.holders.filter(({ key }) => ticked.has(tickId(object, key))).map(({ key }) => key) })).filter((each) => each.managers.length > 0)
  const set = (ids: readonly string[], isTicked: boolean): void => setTicked((before) => {
    const next = new Set(before)
    for (const id of ids) {
      if (isTicked) next.add(id)
      else next.delete(id)
    }
    return next
  })
  const take = (): void => start(async () => {
    const result = await takeOwnership({ stackId, revision: view.revision, ticked: chosen, locale })
    setIsAsking(false)
    if (!result.ok) setFailure(result.error.message)
    else if (result.value.every(({ taken }) => taken === true)) onTaken()
    else setResults(result.value)
  })
  return (
    <>
      <Verdict sub={t('sub')} aside={again}>{shared.length === 0 ? t('alone') : t('verdict', { count: shared.length, managers: new Set(shared.flatMap(({ holders }) => holders.map(({ manager }) => manager))).size })}</Verdict>
      {failure !== undefined && <ErrorPanel title={failure} />}
      {results?.filter(({ taken }) => taken !== true).map(({ object, taken, message }) => <ErrorPanel key={object} title={t(taken === 'unknown' ? 'notKnown' : 'notTaken', { object })}>{message}</ErrorPanel>)}
      {other.length > 0 && <ErrorPanel kind="notice" live={false} title={t('differs', { count: other.length })} action={<ButtonLink size="small" href={routes.changes(slug)}>{t('toChanges')}</ButtonLink>}>{t('differsWhy', { names: other.map(({ object }) => object).join(', ') })}</ErrorPanel>}
      {listed.length === 0 && other.length === 0 && <Empty title={t('nothing')}>{t('nothingWhy')}</Empty>}
      {mayTake && managers.length > 0 && (
        <div className="mb-3 flex flex-wrap gap-2">
          {managers.map(([manager, those]) => {
            const isWhole = those.every(({ id }) => ticked.has(id))
            return <Button key={manager} size="small" aria-pressed={isWhole} onClick={() => set(those.map(({ id }) => id), !isWhole)}>{t(isWhole ? 'untick' : 'tick', { manager, count: those.length })}</Button>
          })}
        </div>
      )}
      {listed.length > 0 && (
        <Section title={t('objects')} count={listed.length}>
          <ul>{listed.map((object) => <OwnedObjectItem key={object.object} object={object} mayTake={mayTake} isTicked={(key) => ticked.has(tickId(object, key))} onTick={(key, isTicked) => set([tickId(object, key)], isTicked)} />)}</ul>
        </Section>
      )}
      {shared.length > 0 && (
        <StickyFoot>
          {mayTake
            ? <Button variant="primary" disabledReason={chosen.length === 0 ? t('tickFirst') : undefined} onClick={() => setIsAsking(true)}>{t('take', { count: chosen.length })}</Button>
            : <Status glyph="waiting" tone="notice" wrap>{t('notAllowed')}</Status>}
        </StickyFoot>
      )}
      <Dialog
        open={isAsking} onOpenChange={setIsAsking} title={t('confirm', { count: chosen.length })} description={t('confirmWhat')}
        footer={<><DialogClose><Button variant="quiet">{t('cancel')}</Button></DialogClose><Button variant="primary" busy={isBusy} onClick={take}>{t('confirmTake')}</Button></>}
      />
    </>
  )
}

const tickId = ({ object }: OwnedObject, key: string): string => `${object} ${key}`
