// Everything that needs a signed-in person: the frame, or the way to the sign-in page.
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import type { JSX, ReactNode } from 'react'
import { Frame } from '#components/shell/frame.tsx'
import { STACK_COOKIE } from '#components/shell/place.ts'
import { THEME_COOKIE, themeOf } from '#components/shell/theme.ts'
import { currentActor } from '#lib/auth/session.ts'
import { Role } from '#lib/role.ts'
import { routes } from '#lib/routes.ts'
import { list } from '#lib/services/stacks/list.ts'

export default async function ConsoleLayout({ children }: { children: ReactNode }): Promise<JSX.Element> {
  const actor = await currentActor()
  const role = Role.safeParse(actor?.role)
  if (actor === undefined || !role.success) redirect(routes.login())
  const jar = await cookies()
  return (
    <Frame
      actor={{ name: actor.name, role: role.data, isLocal: actor.isLocal === true }}
      stacks={await list(actor, {})}
      theme={themeOf(jar.get(THEME_COOKIE)?.value)}
      lastSlug={jar.get(STACK_COOKIE)?.value}
    >
      {children}
    </Frame>
  )
}
