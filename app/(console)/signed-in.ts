// Who a page of the console speaks to, and which stack its address means. Looked up once a request.
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { Actor } from '#lib/auth/actor.ts'
import { currentActor } from '#lib/auth/session.ts'
import { AppError } from '#lib/errors.ts'
import { routes } from '#lib/routes.ts'
import { get } from '#lib/services/stacks/get.ts'
import type { StackView } from '#lib/services/views.ts'

/** The actor of a page; whoever is not signed in goes to the sign-in page. */
export async function signedIn(): Promise<Actor> {
  return await currentActor() ?? redirect(routes.login())
}

/** The stack of an address, or the page that says that there is none. */
export const stackOf: (slug: string) => Promise<StackView> = cache(async (slug) => orNotFound(async () => get(await signedIn(), { slug: decodeURIComponent(slug) })))

/** Reads something that an address names: NOT_FOUND, and an id of the wrong shape, become the not-found page. */
export async function orNotFound<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'INVALID')) notFound()
    throw error
  }
}
