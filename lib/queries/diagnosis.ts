'use client'
// The last whole check of a stack's installation: asked when the page opens and when somebody presses the button.
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { routes } from '../routes.ts'
import type { DiagnosisReport } from '../services/diagnose/check.ts'

const TIMEOUT_MS = 60_000

/** The report; `refetch` checks anew. Throws what the server says. */
export function useDiagnosis(slug: string): UseQueryResult<DiagnosisReport> {
  return useQuery({
    queryKey: ['diagnosis', slug],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<DiagnosisReport> => {
      const response = await fetch(routes.api.diagnosis(slug), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), cache: 'no-store' })
      const json: unknown = await response.json()
      if (!response.ok) throw new Error(typeof json === 'object' && json !== null && 'message' in json ? String(json.message) : `HTTP ${response.status}`)
      return asReport(json)
    },
  })
}

// Safe because the address is our own, and its route answers with this type.
function asReport(json: unknown): DiagnosisReport {
  return json as DiagnosisReport
}
