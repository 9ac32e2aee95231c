// Connecting to PostgreSQL with errors that a person can act on. Never prints a password.
import pg from 'pg'
import { Trouble } from './trouble.mjs'

/** Connects once. Throws Trouble that says what is wrong with the address, the server, the password or the database. */
export async function connect(connectionString) {
  const target = addressOf(connectionString)
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, application_name: 'gauntlet-start' })
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => undefined)
    throw connectTrouble(error, target)
  }
  return client
}

function addressOf(connectionString) {
  const wrong = () => new Trouble('DATABASE_URL is not a PostgreSQL address', 'write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE')
  if (!URL.canParse(connectionString)) throw wrong()
  const url = new URL(connectionString)
  if (!/^postgres(ql)?:$/.test(url.protocol)) throw wrong()
  return {
    host: `${url.searchParams.get('host') ?? (url.hostname || 'localhost')}:${url.port || 5432}`,
    user: decodeURIComponent(url.username) || process.env.USER || '(none)',
    database: decodeURIComponent(url.pathname.slice(1)) || '(none)',
  }
}

function connectTrouble(error, { host, user, database }) {
  const trouble = (what, todo) => new Trouble(what, todo, { cause: error })
  const at = `PostgreSQL at ${host}`
  switch (error?.code) {
    case '28P01': case '28000':
      return trouble(`${at} refuses user ${user} with this password`, 'correct the user and password in DATABASE_URL')
    case '3D000':
      return trouble(`${at} has no database ${database}`, `create it (CREATE DATABASE "${database}") or correct DATABASE_URL`)
    case '42501':
      return trouble(`user ${user} may not connect to database ${database} at ${host}`, `grant it: GRANT CONNECT ON DATABASE "${database}" TO "${user}"`)
    case '53300':
      return trouble(`${at} has no free connection`, 'raise max_connections or close other clients')
    case '57P03':
      return trouble(`${at} is starting up or shutting down`, 'try again in a moment')
    default:
      return trouble(`${at} does not answer (${error?.code ?? error?.message ?? error})`, 'start it, or correct DATABASE_URL, or unset it to use the embedded one')
  }
}
