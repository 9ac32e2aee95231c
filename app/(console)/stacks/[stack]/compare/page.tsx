// Two revisions side by side, or one and one's own draft: object by object, as fields or as manifests.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { loadComparedSides } from '#components/changes/compare-address.ts'
import { CompareFrame, type SideChoices } from '#components/changes/compare-frame.tsx'
import { CompareList } from '#components/changes/compare-list.tsx'
import { type Comparison, compareObjects } from '#components/changes/compare-objects.ts'
import { fieldsOf } from '#components/changes/field-name.ts'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Age } from '#components/ui/age.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import type { Actor } from '#lib/auth/actor.ts'
import { isAllowed } from '#lib/auth/permissions.ts'
import { AppError } from '#lib/errors.ts'
import { routes } from '#lib/routes.ts'
import { pending } from '#lib/services/drafts/pending.ts'
import { compare } from '#lib/services/revisions/compare.ts'
import { facets } from '#lib/services/revisions/facets.ts'
import { list } from '#lib/services/revisions/list.ts'
import type { CompareView, StackView } from '#lib/services/views.ts'
import { orNotFound, signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }
type Sides = { from: string; to: string }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('changes.compare')
  return { title: `${t('title')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function ComparePage({ params, searchParams }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const actor = await signedIn()
  const t = await getTranslations('changes')
  const pages = await getTranslations('shell.pages')
  const sides = sidesOf(loadComparedSides(await searchParams), stack)
  const crumbs = [{ label: pages('changes'), href: routes.changes(stack.slug) }]
  if (stack.head === undefined) {
    return <Page title={t('compare.title')} crumbs={crumbs}><Empty title={t('page.none')} action={<ButtonLink href={routes.changes(stack.slug)}>{t('compare.toHistory')}</ButtonLink>}>{t('page.noneSub')}</Empty></Page>
  }
  const [choices, view] = await Promise.all([choicesOf(actor, stack, stack.head), compared(actor, stack, sides)])
  const comparison = view && compareObjects(view.from.spec, view.to.spec, view.changes)
  return (
    <Page title={t('compare.title')} crumbs={crumbs}>
      <ClientMessages namespaces={['changes']}>
        <CompareFrame sides={sides} choices={choices} verdict={view && comparison && <CompareVerdict view={view} comparison={comparison} />}>
          {comparison && comparison.objects.length > 0 && <CompareList comparison={comparison} />}
          {comparison?.objects.length === 0 && <Empty title={t('compare.nothing')}>{t('compare.nothingWhy', { count: comparison.unchanged.length })}</Empty>}
          {!comparison && <Empty title={t('compare.gone')} action={<ButtonLink href={routes.changes(stack.slug)}>{t('compare.toHistory')}</ButtonLink>}>{t('compare.goneWhy', sides)}</Empty>}
        </CompareFrame>
      </ClientMessages>
    </Page>
  )
}

async function CompareVerdict({ view: { from, to, changes }, comparison: { objects, unchanged } }: { view: CompareView; comparison: Comparison }): Promise<JSX.Element> {
  const t = await getTranslations('changes.compare')
  const names = { from: from.number ?? 0, to: to.number ?? 0 }
  const fields = fieldsOf(changes).length
  const of = (change: 'changed' | 'added' | 'removed'): number => objects.filter((object) => object.change === change).length
  const pair = t('pair', names)
  const side = ({ number, ...rest }: CompareView['from']): JSX.Element => (
    'message' in rest
      ? <span className="block"><code>r{number}</code> {rest.message}, {rest.author}, <Age at={rest.createdAt} /></span>
      : <span className="block">{t('draftKept')} <Age at={rest.keptAt} /></span>
  )
  const sum = t('sum', { changed: of('changed'), added: of('added'), removed: of('removed'), unchanged: unchanged.length })
  return (
    <Verdict sub={<>{objects.length > 0 && <span className="block text-ink-2">{sum}</span>}{side(from)}{side(to)}</>}>
      {objects.length === 0 ? t('same', { pair }) : t('differ', { pair, count: fields })}
    </Verdict>
  )
}

/** What the address leaves out: what is applied, or the revision before the newest, against the newest. */
function sidesOf({ from, to }: { from: string | null; to: string | null }, { head = 1, applied }: StackView): Sides {
  const usual = applied !== undefined && applied !== head ? 'applied' : String(Math.max(1, head - 1))
  return { from: from ?? usual, to: to ?? 'head' }
}

/**
 * Undefined when a side is called by a word and there is none of that name now: the page stays, so that another can be chosen. A number that
 * there is not is an address of nothing.
 */
async function compared(actor: Actor, { id: stackId }: StackView, { from, to }: Sides): Promise<CompareView | undefined> {
  const [left, right] = [refOf(from), refOf(to)]
  const read = (): Promise<CompareView> => compare(actor, { stackId, from: left, to: right })
  if (typeof left === 'number' && typeof right === 'number') return orNotFound(read)
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'INVALID')) return undefined
    throw error
  }
}

function refOf(written: string): number | string {
  return /^\d+$/.test(written) ? Number(written) : written
}

async function choicesOf(actor: Actor, stack: StackView, head: number): Promise<SideChoices> {
  const [{ labels }, recent, drafts] = await Promise.all([
    facets(actor, { stackId: stack.id }), list(actor, { stackId: stack.id }), isAllowed(actor.role, 'revision:write') ? pending(actor, {}) : [],
  ])
  const draft = drafts.find(({ stackId }) => stackId === stack.id)?.edits ?? 0
  return { head, applied: stack.applied, draft, labels, recent: recent.items.map(({ number, message }) => ({ number, message })) }
}
