'use client'
// Where someone is signed in, and ending it.
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { endMyOtherSessions, endMySession, endSessionsOf } from '#lib/actions/sessions.ts'
import type { ActionResult } from '#lib/result.ts'
import type { SessionView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { FieldError } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

/** `personId` is whose sessions an admin sees; without it they are one's own, and this one cannot be ended here. */
export function SessionTable({ sessions, personId, mayWrite = true }: { sessions: readonly SessionView[]; personId?: string; mayWrite?: boolean }): JSX.Element {
  const t = useTranslations('settings.sessions')
  const [isBusy, start] = useTransition()
  const [failure, setFailure] = useState<string>()
  const run = (work: () => Promise<ActionResult<unknown>>): void => start(async () => {
    const result = await work()
    setFailure(result.ok ? undefined : result.error.message)
  })
  const all = personId === undefined ? () => endMyOtherSessions({}) : () => endSessionsOf({ personId })
  const others = personId === undefined ? sessions.filter(({ isThis }) => !isThis).length : sessions.length
  return (
    <Section
      title={t('title')}
      count={sessions.length}
      aside={mayWrite && others > (personId === undefined ? 0 : 1) && <Button size="small" busy={isBusy} onClick={() => run(all)}>{t(personId === undefined ? 'endOthers' : 'endAll', { count: others })}</Button>}
    >
      {failure !== undefined && <div role="alert" className="py-2"><FieldError>{failure}</FieldError></div>}
      <Table label={t('title')} className="md:[&_td:not(:last-child)]:pr-9 md:[&_th:not(:last-child)]:pr-9">
        <thead><tr><Th>{t('device')}</Th><Th phone={false}>{t('address')}</Th><Th>{t('seen')}</Th><Th phone={false} className="w-full">{t('since')}</Th><Th><span className="sr-only">{t('end')}</span></Th></tr></thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <Td name wrap="phone">
                {session.device === '' ? t('unknownDevice') : session.device}{session.isThis && <span className="font-normal text-ink-3"> {t('this')}</span>}
                <span className="block font-normal text-ink-3 md:hidden">{session.address}</span>
              </Td>
              <Td phone={false} className="font-mono text-mono">{session.address}</Td>
              <Td><Age at={session.seenAt} /></Td>
              <Td phone={false} className="text-ink-2"><Age at={session.createdAt} /></Td>
              <Td className="text-right">
                {mayWrite && !session.isThis && (
                  <Button size="small" variant="quiet" disabled={isBusy} aria-label={t('endOf', { device: session.device === '' ? t('unknownDevice') : session.device, address: session.address })} onClick={() => run(() => personId === undefined ? endMySession({ sessionId: session.id }) : endSessionsOf({ personId, sessionId: session.id }))}>{t('end')}</Button>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
