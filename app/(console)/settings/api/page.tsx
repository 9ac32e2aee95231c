// Settings: the reference of the API, drawn from its own document. No script: what a route takes opens by itself.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { Page } from '#components/shell/page.tsx'
import { Code } from '#components/ui/code.tsx'
import { Link } from '#components/ui/link.tsx'
import { Section } from '#components/ui/section.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { env } from '#lib/env.ts'
import { routes } from '#lib/routes.ts'
import { signedIn } from '../../signed-in.ts'
import { problemEntries, routeEntries } from './reference.ts'
import { RouteDetails } from './route-details.tsx'

const RULES = ['token', 'base', 'once', 'page', 'problem', 'limit'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings.api'))('title') }
}

export default async function ApiPage(): Promise<JSX.Element> {
  await signedIn()
  const locale = await getLocale()
  const t = await getTranslations('settings.api')
  const pages = await getTranslations('shell.pages')
  const entries = routeEntries(locale)
  const sub = t.rich('sub', {
    count: entries.length, base: env().publicUrl + routes.api.v1(),
    doc: (words) => <a href={routes.api.v1('openapi.json')} className="link underline">{words}</a>, tokens: (words) => <Link href={routes.tokens()} className="link underline">{words}</Link>,
  })
  return (
    <Page title={pages('settings')} tabs={<SettingsTabs current="api" />}>
      <Verdict sub={sub}>{t('verdict')}</Verdict>
      <div className="grid max-w-[1080px] gap-6">
        <Section title={t('rules')}>
          <ul className="grid gap-1.5 pt-2">{RULES.map((rule) => <li key={rule}>{t.rich(`rule.${rule}`, { c: (words) => <Code wrap>{words}</Code> })}</li>)}</ul>
        </Section>
        {[...Map.groupBy(entries, ({ tag }) => tag)].map(([tag, those]) => (
          <Section key={tag} title={t(`tag.${tag}`)} count={those.length}>{those.map((entry) => <RouteDetails key={entry.name} entry={entry} />)}</Section>
        ))}
        <Section title={t('codes')}>
          <Table label={t('codes')} className="md:[&_td:not(:last-child)]:pr-9 md:[&_th:not(:last-child)]:pr-9">
            <thead><tr><Th>{t('code')}</Th><Th>{t('status')}</Th><Th className="w-full">{t('meaning')}</Th></tr></thead>
            <tbody>{problemEntries(locale).map(({ anchor, code, status, title }) => (
              <tr key={code} id={anchor} className="scroll-mt-24"><Td name><Code>{code}</Code></Td><Td>{status}</Td><Td wrap>{title}</Td></tr>
            ))}</tbody>
          </Table>
        </Section>
      </div>
    </Page>
  )
}
