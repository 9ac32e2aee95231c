// Database, sandbox and server, in this order; runs under the pinned Node with everything installed.
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ensureBuilt, SERVER } from './build.mjs'
import { startChild } from './child.mjs'
import { connect } from './database.mjs'
import { migrate } from './migrate.mjs'
import { ensurePostgres } from './pg.mjs'
import { secretOf } from './preflight.mjs'
import { Trouble } from './trouble.mjs'

const ANSWER_MS = 60_000
const POLL_MS = 50
const BANNER = /^\s*$|^\s*(▲|✓|-) (Next\.js|Local:|Network:|Starting|Ready|Running next\.config)/
const SETUP_LINK = /^set-up (https?:\/\/\S+)$/

/**
 * Brings Gauntlet up and resolves when it ends by itself, with the exit code.
 * @param {ReturnType<import('./preflight.mjs').settings>} wanted
 * @param {import('./household.mjs').Household} household gets everything that must be stopped
 * @param {(line: string) => void} say
 */
export async function serve(wanted, household, say) {
  const [databaseUrl, sandbox] = await allOrFirstFailure([
    database(wanted, household),
    wanted.hasSandbox ? startSandbox(wanted, household) : undefined,
    ensureBuilt(say, (build) => household.add(build.stop)),
  ])
  const server = startServer(wanted, { databaseUrl, sandboxUrl: sandbox?.url }, household)
  const ended = Promise.race([
    server.ended.then((code) => { throw new Trouble(`the server ended (exit code ${code})`, 'see the lines above') }),
    ...(sandbox ? [sandbox.ended.then((code) => { throw new Trouble(`the sandbox ended (exit code ${code})`, 'see the lines above, or start without it: GAUNTLET_SANDBOX=off npm start') })] : []),
  ])
  await Promise.race([answers(wanted.url), ended])
  server.isUp = true
  process.stdout.write(`Gauntlet  ${wanted.url}\n`)
  if (sandbox) process.stdout.write(`Sandbox   ${sandbox.url}  (kubectl --server=${sandbox.url} get pods -A)\n`)
  if (server.setupLink) process.stdout.write(`Set up    ${server.setupLink}\n`)
  return ended
}

async function database(wanted, household) {
  if (wanted.databaseUrl !== undefined) {
    await (await connect(wanted.databaseUrl)).end()
    await migrate(wanted.databaseUrl)
    return wanted.databaseUrl
  }
  const starting = ensurePostgres(join(wanted.data, 'postgres'), 'gauntlet', { adopt: true })
  household.add(async () => (await starting.catch(() => undefined))?.stop())
  const { url } = await starting
  await migrate(url)
  return url
}

async function startSandbox(wanted, household) {
  const found = Promise.withResolvers()
  const sandbox = startChild(['scripts/sandbox.mjs', '--port', '0', '--state', join(wanted.data, 'sandbox.json')], {
    onLine: (line) => {
      const url = /^sandbox (http:\/\/\S+)$/.exec(line)?.[1]
      if (url) found.resolve(url)
      else process.stdout.write(`${line}\n`)
    },
  })
  household.add(sandbox.stop)
  const gone = sandbox.ended.then((code) => {
    throw new Trouble(`the sandbox did not start (exit code ${code})`, 'see the lines above, or start without it: GAUNTLET_SANDBOX=off npm start')
  })
  return { ...sandbox, url: await Promise.race([found.promise, gone]) }
}

function startServer(wanted, { databaseUrl, sandboxUrl }, household) {
  const env = {
    NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', PORT: String(wanted.port), HOSTNAME: wanted.host,
    DATABASE_URL: databaseUrl, GAUNTLET_SECRET: secretOf(wanted), GAUNTLET_LOCAL: wanted.isLocal ? '1' : undefined,
    GAUNTLET_SANDBOX_URL: sandboxUrl, GAUNTLET_DATA: wanted.data,
  }
  const server = startChild([SERVER], {
    env,
    onLine: (coloured) => {
      const line = stripVTControlCharacters(coloured)
      const link = SETUP_LINK.exec(line)?.[1]
      if (link && server.isUp) process.stdout.write(`Set up    ${link}\n`)
      else if (link) server.setupLink = link
      else if (!BANNER.test(line)) process.stdout.write(`${line}\n`)
    },
  })
  household.add(server.stop)
  return server
}

/** Resolves when the health check answers well. */
async function answers(url) {
  const deadline = Date.now() + ANSWER_MS
  let last = 'no answer'
  while (Date.now() < deadline) {
    try {
      // a connection that is kept open would hold the server up when it is to stop
      const response = await fetch(`${url}/api/health`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5_000) })
      if (response.ok) return
      last = `status ${response.status}`
    } catch (error) {
      last = error.cause?.code ?? error.message
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Trouble(`the server did not answer ${url}/api/health within ${ANSWER_MS / 1000} s (${last})`, 'see the lines above')
}

/** Promise.all, except that what is still under way when one fails does not become an unhandled rejection. */
function allOrFirstFailure(work) {
  for (const piece of work) Promise.resolve(piece).catch(() => undefined)
  return Promise.all(work)
}
