// Why signing in through the identity provider did not work, as codes that an address may carry and the sign-in page words.
import { z } from 'zod'

export const OIDC_PROBLEMS = [
  'unreachable', 'client', 'misconfigured', 'denied', 'expired', 'clock', 'identity', 'no-email', 'unverified-email', 'no-role', 'local-account', 'disabled',
] as const
export const OidcProblem = z.enum(OIDC_PROBLEMS)
export type OidcProblem = z.infer<typeof OidcProblem>
