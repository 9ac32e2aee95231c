// Sign-in, sign-out and the session, by better-auth.
import { handleAuth } from '#lib/auth/auth.ts'

export const dynamic = 'force-dynamic'

export const GET = handleAuth
export const POST = handleAuth
