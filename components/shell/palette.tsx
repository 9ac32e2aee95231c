'use client'
// Find or do: pages, actions, stacks, and with a leading -- flags. Loaded when it is first opened.
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog as Radix } from 'radix-ui'
import { type JSX, useEffect, useState } from 'react'
import { useStackStatus } from '#lib/queries/stack-status.ts'
import { routes } from '#lib/routes.ts'
import { useFocusReturn } from '../ui/focus-return.ts'
import { useFrame } from './frame-context.tsx'
import { ALL_PAGES } from './pages.ts'
import type { FlagHit } from './palette-flags.ts'

type Entry = { id: string; label: string; hint: string; href: string; keywords: string[] }

/** The palette, open until an entry is chosen or Esc is pressed. `ahead` was typed while it was on its way. */
export function Palette({ ahead, onClose, onGo }: { ahead: string; onClose: () => void; onGo: (href: string) => void }): JSX.Element {
  const t = useTranslations('shell')
  const focusReturn = useFocusReturn()
  const [typed, setTyped] = useState(ahead)
  const [value, setValue] = useState('')
  const flags = useFlagHits(typed)
  const { pages, actions, workloads, stacks } = useEntries()
  const onlyActions = typed.startsWith('>')
  const onlyFlags = typed.startsWith('--')
  const follow = (href: string): void => {
    onClose()
    onGo(href)
  }
  const group = (heading: string, entries: readonly Entry[]): JSX.Element | null => entries.length === 0 ? null : (
    <Command.Group heading={heading} className={GROUP}>
      {entries.map((entry) => (
        <Command.Item key={entry.id} value={entry.id} keywords={[entry.label, ...entry.keywords]} onSelect={() => follow(entry.href)} className={ITEM}>
          <span className={entry.id.startsWith('flag ') ? 'truncate font-mono text-code' : 'truncate'}>{entry.label}</span>
          <span className="text-ink-3">{entry.hint}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )
  return (
    <Radix.Root open onOpenChange={(open) => { if (!open) onClose() }}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Radix.Content {...focusReturn} aria-describedby={undefined} className="fixed top-[12vh] left-1/2 z-31 w-[calc(100vw-32px)] max-w-[500px] -translate-x-1/2 overflow-hidden rounded-pop bg-raised shadow-pop focus:outline-none">
          <Radix.Title className="sr-only">{t('find')}</Radix.Title>
          <Command label={t('find')} value={value} onValueChange={setValue} filter={matches} loop>
            <div className="flex h-11 items-center gap-2.5 border-b border-hair px-4">
              <Search aria-hidden="true" className="size-4 text-ink-3" />
              <Command.Input value={typed} onValueChange={setTyped} placeholder={t('find')} className="min-w-0 flex-1 bg-transparent text-[16px] outline-none md:text-[15px]" />
              <kbd className="max-md:hidden">Esc</kbd>
            </div>
            <Command.List className="max-h-[min(420px,60dvh)] overflow-y-auto pb-1.5">
              <Command.Empty className="px-4 py-4 text-ink-2">{t('palette.none', { typed })}</Command.Empty>
              {!onlyActions && !onlyFlags && group(t('palette.goTo'), pages)}
              {!onlyFlags && group(t('palette.do'), actions)}
              {!onlyActions && !onlyFlags && group(t('palette.workloads'), workloads)}
              {!onlyActions && !onlyFlags && group(t('stacks'), stacks)}
              {!onlyActions && group(t('palette.flags'), flags.map((hit) => ({ id: `flag ${hit.kind} ${hit.name}`, label: `--${hit.name}`, hint: hit.kind, href: routes.flag(hit.kind, hit.name), keywords: [] })))}
            </Command.List>
            <p className="flex h-9 items-center gap-5 border-t border-hair px-4 text-[12px] whitespace-nowrap text-ink-3 max-md:hidden">
              <span>{t('palette.move')}</span><span>{t('palette.enter')}</span><span>{t('palette.onlyActions')}</span><span>{t('palette.onlyFlags')}</span>
            </p>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const GROUP = '[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:text-ink-3'
const ITEM = 'grid min-h-8 cursor-pointer grid-cols-[minmax(0,1fr)_auto] items-center gap-3 px-4 whitespace-nowrap data-[selected=true]:bg-accent-tint data-[selected=true]:shadow-[inset_2px_0_var(--accent)] max-md:min-h-11'

/** Every word that was typed stands in the label, the keywords or the id. */
function matches(id: string, search: string, keywords: string[] = []): number {
  const hay = [id, ...keywords].join(' ').toLowerCase()
  const words = search.replace(/^>/, '').toLowerCase().split(/\s+/).filter((word) => word !== '')
  return words.every((word) => hay.includes(word)) ? 1 : 0
}

function useEntries(): { pages: Entry[]; actions: Entry[]; workloads: Entry[]; stacks: Entry[] } {
  const t = useTranslations('shell')
  const { stack, stacks, actor } = useFrame()
  const { data: status } = useStackStatus(stack?.slug)
  const pages = ALL_PAGES.flatMap((page) => {
    const href = page.href(stack?.slug)
    return href === undefined ? [] : [{ id: `page ${page.id}`, label: t(`pages.${page.id}`), hint: `g ${page.key}`, href, keywords: [page.id] }]
  })
  const actions: Entry[] = [
    ...(stack === undefined ? [] : [
      { id: 'do import', label: t('palette.import'), hint: stack.name, href: routes.import(stack.slug), keywords: ['import', 'yaml', 'manifest'] },
      { id: 'do add', label: t('palette.add'), hint: stack.name, href: routes.add(stack.slug), keywords: ['add', 'workload', 'preset', 'install'] },
      { id: 'do remove', label: t('palette.remove'), hint: stack.name, href: routes.remove(stack.slug), keywords: ['remove', 'workload', 'delete'] },
      { id: 'do version', label: t('palette.version'), hint: stack.name, href: routes.version(stack.slug), keywords: ['version', 'release', 'upgrade', 'image'] },
      { id: 'do edit', label: t('palette.edit'), hint: stack.name, href: routes.edit(stack.slug), keywords: ['edit', 'form'] },
      { id: 'do many', label: t('palette.editMany'), hint: stack.name, href: routes.editMany(stack.slug), keywords: ['edit', 'many', 'set', 'all'] },
    ]),
    ...(actor.role === 'admin' ? [{ id: 'do stack', label: t('newStack'), hint: '', href: routes.newStack(), keywords: ['new', 'stack'] }] : []),
    { id: 'do account', label: t('palette.account'), hint: '', href: routes.account(), keywords: ['account', 'password', 'session'] },
    { id: 'do tokens', label: t('palette.tokens'), hint: '', href: routes.tokens(), keywords: ['token', 'api', 'bot', 'secret'] },
    { id: 'do api', label: t('palette.api'), hint: '', href: routes.apiReference(), keywords: ['api', 'openapi', 'curl', 'bot'] },
    ...(stack === undefined ? [] : [{ id: 'do audit', label: t('palette.wholeAudit'), hint: '', href: routes.audit(), keywords: ['audit', 'events'] }]),
    { id: 'do flags', label: t('palette.reference'), hint: '', href: routes.flags(), keywords: ['flags', 'reference'] },
  ]
  const workloads: Entry[] = stack === undefined ? [] : (status?.good?.workloads ?? []).map(({ object, kind }) => ({
    id: `workload ${object}`, label: object.split('/').at(-1) ?? object, hint: kind, href: routes.edit(stack.slug, object), keywords: [kind],
  }))
  return { pages, actions, workloads, stacks: stacks.map((each) => ({ id: `stack ${each.slug}`, label: each.name, hint: each.namespace, href: routes.overview(each.slug), keywords: [each.slug] })) }
}

/** Flags whose name holds what is typed; the catalogue is loaded with the third letter. */
function useFlagHits(typed: string): FlagHit[] {
  const [hits, setHits] = useState<FlagHit[]>([])
  const wanted = typed.replace(/^-+/, '').trim()
  // Syncs with a module that is fetched on demand.
  useEffect(() => {
    if (wanted.length < 3) return setHits([])
    let current = true
    void import('./palette-flags.ts').then((module) => { if (current) setHits(module.findFlags(wanted)) })
    return () => { current = false }
  }, [wanted])
  return hits
}
