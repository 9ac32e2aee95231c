// What a token of the API may be allowed to do. Which permissions each stands for is lib/auth/permissions.ts.
import { z } from 'zod'

export const TOKEN_SCOPES = ['read', 'write', 'apply', 'approve'] as const
export const TokenScope = z.enum(TOKEN_SCOPES)
export type TokenScope = z.infer<typeof TokenScope>
