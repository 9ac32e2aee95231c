// Sign-in, sign-out and the session.
import { answerAuth } from '#lib/services/sessions/answer.ts'

export const dynamic = 'force-dynamic'

export const GET = answerAuth
export const POST = answerAuth
