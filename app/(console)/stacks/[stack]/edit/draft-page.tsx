// The frame of every page that edits the draft of a stack: it reads the newest revision once and opens the draft on it.
import type { JSX, ReactNode } from 'react'
import { DraftProvider } from '#components/draft/draft-provider.tsx'
import { draftOf as keptDraftOf } from '#components/draft/kept-draft.ts'
import { AcceptanceProvider } from '#components/findings/acceptances.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { get as draftOf } from '#lib/services/drafts/get.ts'
import { acceptances as listAcceptances } from '#lib/services/findings/acceptances.ts'
import { get } from '#lib/services/revisions/get.ts'
import type { KeptDraft } from '#lib/services/views.ts'
import type { DraftBase } from '#lib/thanos/draft.ts'
import { draftContent } from '#lib/thanos/draft-content.ts'
import type { Namespace } from '#lib/i18n/messages.ts'
import { signedIn, stackOf } from '../../../signed-in.ts'

/** Opens the draft of the stack at `slug`; `messages` are the page's own areas, `children` are given whether this person may save. */
export async function DraftPage({ slug, messages = [], children }: { slug: string; messages?: readonly Namespace[]; children: (canWrite: boolean) => ReactNode }): Promise<JSX.Element> {
  const actor = await signedIn()
  const stack = await stackOf(slug)
  const canWrite = isAllowed(actor.role, 'revision:write')
  const [revision, answer, acceptances] = await Promise.all([
    stack.head === undefined ? undefined : get(actor, { stackId: stack.id, number: 'head' }),
    canWrite ? draftOf(actor, { slug: stack.slug }) : undefined,
    listAcceptances(actor, { stackId: stack.id }),
  ])
  const head = revision && { number: revision.number, spec: revision.spec, author: revision.author }
  const kept = answer === undefined || answer.isSame ? null : withSameBase(answer.draft, head)
  const unreadable = answer === undefined || answer.isSame ? undefined : answer.unreadable
  const content = draftContent(keptDraftOf(kept, head), head)
  return (
    <ClientMessages namespaces={['findings', 'edit', 'editors', ...messages]}>
      <DraftProvider stackId={stack.id} slug={stack.slug} head={head} kept={kept} unreadable={unreadable} content={content} personId={canWrite ? actor.id : undefined}>
        <AcceptanceProvider stackId={stack.id} namespace={stack.namespace} acceptances={acceptances} mayAccept={isAllowed(actor.role, 'finding:accept')}>
          {children(canWrite)}
        </AcceptanceProvider>
      </DraftProvider>
    </ClientMessages>
  )
}

/** A draft that began at the newest revision brings its spec no second time. */
function withSameBase(draft: KeptDraft | null, head: DraftBase | undefined): KeptDraft | null {
  return draft?.base === undefined || draft.base.number !== head?.number ? draft : { ...draft, base: head }
}
