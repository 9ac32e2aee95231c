// A connection in words.
import { useTranslations } from 'next-intl'
import type { Connection } from '#lib/connection.ts'

/** Names connections in the reader's language; a context by its own name. Needs the messages of `overview`. */
export function useConnectionName(): (connection: Connection) => string {
  const t = useTranslations('overview.connection')
  return (connection) => connection.kind === 'context' ? connection.context : t(connection.kind)
}
