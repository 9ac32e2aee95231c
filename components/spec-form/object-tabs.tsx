'use client'
// The objects of a stack as tabs: its workloads, each with the number of its edits, and a menu of everything else. Where there are too many
// for that, the tabs are those at hand, and a list has them all.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { part } from '#components/ui/part.ts'
import { LinkTabs } from '#components/ui/tabs.tsx'
import { routes } from '#lib/routes.ts'
import { specObjectId } from '#lib/thanos/spec.ts'

const ObjectList = dynamic(async () => (await part(() => import('./object-list.tsx'))).ObjectList)

/** More workloads than these are no row of tabs, more objects no menu. */
const MAX_TABS = 40
const MAX_LISTED = 40

/** The tabs; `current` is the objectId whose page this is, absent on the page of several workloads. */
export function ObjectTabs({ current }: { current?: string }): ReactNode {
  const t = useTranslations('edit.tabs')
  const tMany = useTranslations('edit.many')
  const { slug, spec, edits } = useDraft()
  // The words that narrow the list, "" for the whole of it; absent while it is closed.
  const [listed, setListed] = useQueryState('objects', parseAsString)
  const editsOf = Map.groupBy(edits, ({ object }) => object)
  const objects = spec.objects.map((object) => {
    const id = specObjectId(object)
    return { id, name: object.name, object: object.object, isWorkload: object.type === 'workload', href: routes.edit(slug, id), edits: editsOf.get(id)?.length ?? 0 }
  })
  const candidates = objects.filter(({ id, isWorkload }) => isWorkload || id === current)
  const isLong = candidates.length > MAX_TABS
  // The first ones, and wherever somebody is or was at work.
  const shown = candidates.filter(({ id, edits: count }, index) => index < MAX_TABS || count > 0 || id === current)
  const others = objects.filter((object) => !candidates.includes(object))
  const tabs = shown.map(({ id, name, href, edits: count }) => ({
    href, label: name, current: id === current,
    ...(count === 0 ? {} : { mark: <span className="inline-flex items-center gap-1 text-label font-medium text-ink"><Glyph name="edited" />{count}</span> }),
  }))
  const many = { href: routes.editMany(slug), label: tMany('tab'), current: current === undefined }
  const hasList = isLong || others.length > MAX_LISTED
  return (
    <div className="flex items-center border-b border-hair">
      <LinkTabs label={t('label')} tabs={candidates.length > 1 ? [...tabs, many] : tabs} size="page" className="min-w-0 flex-1 border-b-0" />
      <div className="flex-none pr-(--gutter) max-md:pr-2">
        <Menu trigger={<Button variant="quiet" aria-label={t('other')}><span className="max-md:hidden">{t('other')}</span><Glyph name="down" /></Button>}>
          <MenuItem asChild><Link href={routes.add(slug)}>{t('add')}</Link></MenuItem>
          <MenuItem asChild><Link href={routes.remove(slug, current)}>{t('remove')}</Link></MenuItem>
          <MenuItem asChild><Link href={routes.version(slug)}>{t('version')}</Link></MenuItem>
          {hasList && <MenuItem onSelect={() => { void setListed('') }}>{t('list', { count: objects.length })}</MenuItem>}
          {!hasList && others.map(({ id, href, name, object }) => <MenuItem key={id} asChild><Link href={href}>{name}<kbd>{object}</kbd></Link></MenuItem>)}
        </Menu>
      </div>
      {listed !== null && <ObjectList objects={objects} current={current} words={listed} onWords={(words) => { void setListed(words) }} onClose={() => { void setListed(null) }} />}
    </div>
  )
}
