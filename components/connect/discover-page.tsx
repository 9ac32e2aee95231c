'use client'
// Discover: look through a cluster for Thanos, choose what was found, and adopt it into a stack.
import { useTranslations } from 'next-intl'
import { type JSX, useRef, useState } from 'react'
import type { Connection } from '#lib/connection.ts'
import { type Asked, discover } from '#lib/queries/connect.ts'
import type { DiscoverView, StackView } from '#lib/services/views.ts'
import { useConnectionName } from '../overview/connection-name.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { SkeletonTable } from '../ui/skeleton.tsx'
import { FoundList } from './found-list.tsx'

type State = { is: 'idle' } | { is: 'looking' } | { is: 'answered'; asked: Asked<DiscoverView>; connection: Connection }

/** The form and what it found. `stacks` are those that may be adopted into. */
export function DiscoverPage({ connections, stacks, mayCreate }: { connections: readonly Connection[]; stacks: readonly StackView[]; mayCreate: boolean }): JSX.Element {
  const t = useTranslations('connect.discover')
  const connectionName = useConnectionName()
  const [chosen, setChosen] = useState(0)
  const [written, setWritten] = useState('')
  const [state, setState] = useState<State>({ is: 'idle' })
  const under = useRef<AbortController>(undefined)
  const look = async (namespaces: readonly string[]): Promise<void> => {
    const connection = connections[chosen]
    if (connection === undefined) return
    under.current?.abort()
    const controller = new AbortController()
    under.current = controller
    setState({ is: 'looking' })
    const asked = await discover(connection, namespaces, controller.signal)
    if (asked !== undefined) setState({ is: 'answered', asked, connection })
  }
  const cancel = (): void => {
    under.current?.abort()
    setState({ is: 'idle' })
  }
  return (
    <>
      <form className="mb-5 flex flex-wrap items-end gap-x-4 gap-y-3" onSubmit={(event) => { event.preventDefault(); void look(namespacesIn(written)) }}>
        <Field label={t('cluster')} className="w-full md:w-60">
          {(control) => (
            <Select {...control} value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
              {connections.map((connection, index) => <option key={connectionName(connection)} value={index}>{connectionName(connection)}</option>)}
            </Select>
          )}
        </Field>
        <Field label={t('namespaces')} className="w-full md:w-80">
          {(control) => <Input {...control} mono={written !== ''} value={written} placeholder={t('all')} onChange={(event) => setWritten(event.target.value)} autoCapitalize="none" spellCheck={false} />}
        </Field>
        {state.is === 'looking'
          ? <Button type="button" onClick={cancel}>{t('cancel')}</Button>
          : <Button type="submit" variant="primary" disabledReason={connections.length === 0 ? t('noConnection') : undefined}>{t('look')}</Button>}
      </form>
      <div aria-live="polite" aria-busy={state.is === 'looking'}>
        {state.is === 'looking' && <><p className="sr-only">{t('looking')}</p><SkeletonTable columns={(['name', 'kind', 'version', 'health', 'managers'] as const).map((key) => ({ label: t(`columns.${key}`) }))} /></>}
        {state.is === 'idle' && <Empty title={t('idle')}>{t('idleWhy')}</Empty>}
        {state.is === 'answered' && <Answer {...state} stacks={stacks} mayCreate={mayCreate} onLook={(namespace) => { setWritten(namespace); void look([namespace]) }} />}
      </div>
    </>
  )
}

function Answer({ asked, connection, stacks, mayCreate, onLook }: {
  asked: Asked<DiscoverView>; connection: Connection; stacks: readonly StackView[]; mayCreate: boolean; onLook: (namespace: string) => void
}): JSX.Element {
  const t = useTranslations('connect.discover')
  if (!asked.ok) return <ErrorPanel title={asked.error === 'unreachable' ? t('unreachable') : asked.error.message}>{t('failedWhy')}</ErrorPanel>
  const { isAllowed, known, refused, workloads, looked } = asked.value
  return (
    <>
      {!isAllowed && (
        <ErrorPanel kind="notice" title={t('notAllowed')} action={known.map((namespace) => <Button key={namespace} size="small" onClick={() => onLook(namespace)}>{namespace}</Button>)}>{t('notAllowedWhy')}</ErrorPanel>
      )}
      {refused.map(({ namespace, reason }) => <ErrorPanel key={namespace} kind="notice" title={namespace}>{reason}</ErrorPanel>)}
      {isAllowed && workloads.length === 0 && <Empty title={t('none', { looked })}>{t('noneWhy')}</Empty>}
      {workloads.length > 0 && <FoundList found={workloads} looked={looked} connection={connection} stacks={stacks} mayCreate={mayCreate} />}
    </>
  )
}

function namespacesIn(written: string): string[] {
  return written.split(/[\s,]+/).filter((namespace) => namespace !== '')
}
