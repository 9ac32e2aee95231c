'use client'
// The objects of a stack as tabs: its workloads, each with the number of its edits, and a menu of everything else.
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { LinkTabs } from '#components/ui/tabs.tsx'
import { routes } from '#lib/routes.ts'
import { specObjectId } from '#lib/thanos/spec.ts'

/** The tabs; `current` is the objectId whose page this is, absent on the page of several workloads. */
export function ObjectTabs({ current }: { current?: string }): ReactNode {
  const t = useTranslations('edit.tabs')
  const tMany = useTranslations('edit.many')
  const { slug, spec, edits } = useDraft()
  const shown = spec.objects.filter((object) => object.type === 'workload' || specObjectId(object) === current)
  const others = spec.objects.filter((object) => !shown.includes(object))
  const tabs = shown.map((object) => {
    const id = specObjectId(object)
    const count = edits.filter((edit) => edit.object === id).length
    return {
      href: routes.edit(slug, id), label: object.name, current: id === current,
      ...(count === 0 ? {} : { mark: <span className="inline-flex items-center gap-1 text-label font-medium text-ink"><Glyph name="edited" />{count}</span> }),
    }
  })
  const many = { href: routes.editMany(slug), label: tMany('tab'), current: current === undefined }
  return (
    <div className="flex items-center border-b border-hair">
      <LinkTabs label={t('label')} tabs={shown.length > 1 ? [...tabs, many] : tabs} size="page" className="min-w-0 flex-1 border-b-0" />
      <div className="flex-none pr-(--gutter) max-md:pr-2">
        <Menu trigger={<Button variant="quiet" aria-label={t('other')}><span className="max-md:hidden">{t('other')}</span><Glyph name="down" /></Button>}>
          <MenuItem asChild><Link href={routes.add(slug)}>{t('add')}</Link></MenuItem>
          <MenuItem asChild><Link href={routes.remove(slug, current)}>{t('remove')}</Link></MenuItem>
          <MenuItem asChild><Link href={routes.version(slug)}>{t('version')}</Link></MenuItem>
          {others.map((object) => (
            <MenuItem key={specObjectId(object)} asChild>
              <Link href={routes.edit(slug, specObjectId(object))}>{object.name}<kbd>{object.object}</kbd></Link>
            </MenuItem>
          ))}
        </Menu>
      </div>
    </div>
  )
}
