// Every page of one stack: an address that names no stack ends here. A stack of the sandbox has its marked panel below each page.
import { type ReactNode, Suspense } from 'react'
import { FailuresPanel } from '#components/sandbox/failures-panel.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { failures } from '#lib/services/sandbox/failures.ts'
import type { StackView } from '#lib/services/views.ts'
import { signedIn, stackOf } from '../../signed-in.ts'

export default async function StackLayout({ params, children }: { params: Promise<{ stack: string }>; children: ReactNode }): Promise<ReactNode> {
  const stack = await stackOf((await params).stack)
  if (stack.connection.kind !== 'sandbox') return children
  return <>
    {children}
    <Suspense><Failures stack={stack} /></Suspense>
  </>
}

async function Failures({ stack }: { stack: StackView }): Promise<ReactNode> {
  const actor = await signedIn()
  // A sandbox that does not answer is told by the page itself.
  const choices = await failures(actor, { stackId: stack.id }).catch(() => undefined)
  return choices && <FailuresPanel stackId={stack.id} choices={choices} mayChange={isAllowed(actor.role, 'run:apply')} />
}
