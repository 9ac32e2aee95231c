// Flags of thanos sidecar.
import type { FlagTable } from '../flag.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { HTTP_FLAGS } from '../flags/server.ts'

export const SIDECAR_FLAGS = {
  ...HTTP_FLAGS,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
