// Whether a connection works: the API server's own version, or why it does not answer.
import 'server-only'
import { z } from 'zod'
import { Connection } from '../../connection.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import { query, type Verb } from '../command.ts'
import type { ConnectionTest } from '../views.ts'
import { clusterOf } from './resolve.ts'

export const TestConnection = z.object({ connection: Connection, locale: z.enum(['en', 'ko']).default('en') })

/** A cluster that cannot be reached is an answer, not a failure. */
export const test: Verb<z.input<typeof TestConnection>, ConnectionTest> = query({
  permission: 'connection:use',
  input: TestConnection,
  async run(_, { connection, locale }) {
    try {
      return { ok: true, version: await clusterOf(connection).version() }
    } catch (error) {
      if (error instanceof AppError) return { ok: false, reason: sentenceOf(error)[locale] }
      throw error
    }
  },
})
