// The database that `gauntlet audit` reads: DATABASE_URL, else the embedded one of a data directory, started for as long as it is read.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { settings } from './preflight.mjs'
import { Trouble } from './trouble.mjs'

/**
 * @param {string[]} argv what the command was given
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{env: Record<string, string>, stop: () => Promise<void>}>} env: what the command is started with besides
 */
export async function auditDatabase(argv, env = process.env) {
  const none = { env: {}, stop: async () => undefined }
  if (argv.find((word) => !word.startsWith('-')) !== 'audit') return none
  const given = argv.find((word, index) => argv[index - 1] === '--data') ?? argv.find((word) => word.startsWith('--data='))?.slice('--data='.length)
  if (given === undefined && env.DATABASE_URL) return none
  const { data } = settings({ GAUNTLET_DATA: given === undefined ? env.GAUNTLET_DATA : resolve(given) })
  const directory = join(data, 'postgres')
  if (!existsSync(join(directory, 'PG_VERSION'))) {
    throw new Trouble(`there is no database in ${data}`, 'set DATABASE_URL, or name the data directory of Gauntlet with --data DIR')
  }
  const { ensurePostgres } = await import('./pg.mjs')
  const { url, stop } = await ensurePostgres(directory)
  return { env: { DATABASE_URL: url }, stop }
}
