// The frame of every page that edits the draft of a stack: it reads the newest revision once and opens the draft on it.
import type { JSX, ReactNode } from 'react'
import { DraftProvider } from '#components/draft/draft-provider.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { get } from '#lib/services/revisions/get.ts'
import { signedIn, stackOf } from '../../../signed-in.ts'

/** Opens the draft of the stack at `slug`; `children` are given whether this person may save. */
export async function DraftPage({ slug, children }: { slug: string; children: (canWrite: boolean) => ReactNode }): Promise<JSX.Element> {
  const actor = await signedIn()
  const stack = await stackOf(slug)
  const head = stack.head === undefined ? undefined : await get(actor, { stackId: stack.id, number: 'head' })
  return (
    <ClientMessages namespaces={['findings', 'edit', 'editors']}>
      <DraftProvider stackId={stack.id} slug={stack.slug} head={head && { number: head.number, spec: head.spec }}>
        {children(isAllowed(actor.role, 'revision:write'))}
      </DraftProvider>
    </ClientMessages>
  )
}
