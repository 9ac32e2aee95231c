// Everything that needs a signed-in person: the frame, or the way to the sign-in page.
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import type { JSX, ReactNode } from 'react'
import { PendingSeed } from '#components/draft/pending-seed.tsx'
import { Frame } from '#components/shell/frame.tsx'
import { STACK_COOKIE } from '#components/shell/place.ts'
import { THEME_COOKIE, themeOf } from '#components/shell/theme.ts'
import { isAllowed } from '#lib/auth/permissions.ts'
import { currentActor } from '#lib/auth/session.ts'
import { Role } from '#lib/role.ts'
import { routes } from '#lib/routes.ts'
import { pending } from '#lib/services/drafts/pending.ts'
import { list } from '#lib/services/stacks/list.ts'

export default async function ConsoleLayout({ children }: { children: ReactNode }): Promise<JSX.Element> {
  const actor = await currentActor()
  const role = Role.safeParse(actor?.role)
  if (actor === undefined || !role.success) redirect(routes.login())
  const [jar, stacks, drafts] = await Promise.all([
    cookies(), list(actor, {}), isAllowed(actor.role, 'revision:write') ? pending(actor, {}) : [],
  ])
  return (
    <Frame
      actor={{ name: actor.name, role: role.data, isLocal: actor.isLocal === true }}
      stacks={stacks}
      theme={themeOf(jar.get(THEME_COOKIE)?.value)}
      lastSlug={jar.get(STACK_COOKIE)?.value}
    >
      <PendingSeed stacks={stacks.map(({ id }) => id)} pending={drafts} />
      {children}
    </Frame>
  )
}
