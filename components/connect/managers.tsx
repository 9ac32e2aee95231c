'use client'
// Who manages something, in words.
import { useTranslations } from 'next-intl'
import type { ManagedBy } from '#lib/manifest/managed-by.ts'

/** Names managers in the reader's language: "Helm release obs". */
export function useManagerName(): (manager: ManagedBy) => string {
  const t = useTranslations('connect.tool')
  return ({ tool, name }) => (name === undefined ? t(`${tool}.alone`) : t(`${tool}.named`, { name }))
}
