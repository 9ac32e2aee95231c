// The flags that a component runs with, defaults included. Source: pkg/api/api.go.
import { z } from 'zod'
import { apiData, type FetchPage } from './fetch-page.ts'
import { THANOS_PATHS } from './paths.ts'

const Flags = z.record(z.string(), z.string())

export async function fetchFlags(fetchPage: FetchPage): Promise<Readonly<Record<string, string>>> {
  return apiData(fetchPage, { path: THANOS_PATHS.flags }, Flags)
}
