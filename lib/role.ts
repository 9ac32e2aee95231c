// The four roles that a person can have. What each may do is lib/auth/permissions.ts.
import { z } from 'zod'

export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>
