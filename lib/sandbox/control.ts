// The sandbox's own addresses, which no Kubernetes has: /_sandbox/weather (GET, PUT, DELETE), /_sandbox/requests (GET), /_sandbox/tokens (POST),
// /_sandbox/world (GET) with its edges and failures (PUT).
// Loopback only, as everything of it; a body must be JSON, which a web page of another origin cannot send.
import { z } from 'zod'
import type { Json, JsonObject } from '../manifest/types.ts'
import { SandboxFailures } from '../thanos/live/sandbox-failure.ts'
import type { Tokens } from './access.ts'
import { badRequest, noSuchResource } from './status-error.ts'
import type { Store } from './store.ts'
import type { Sky } from './weather.ts'
import { Edge } from './world/edges.ts'
import { switchFailures } from './world/switch.ts'
import type { World } from './world/world.ts'

/** The newest requests to the Kubernetes paths, oldest first. */
export type Seen = { method: string; path: string; dryRun: boolean; user: string; agent: string; status: number }

const TokenBody = z.strictObject({ token: z.string().min(1), user: z.strictObject({ name: z.string().min(1), groups: z.array(z.string()).optional() }).optional() })

export type Control = { sky: Sky; tokens: Tokens; store: Store; world: World; seen: () => readonly Seen[] }

/** The answer to a request to /_sandbox. Throws a 400 for a body that is not what the address takes, a 404 for another address. */
export function control({ sky, tokens, store, world, seen }: Control, method: string, path: string, body: string): JsonObject {
  if (path === '/_sandbox/weather') {
    if (method === 'PUT' || method === 'POST') readable(() => { sky.set(JSON.parse(body)) })
    else if (method === 'DELETE') sky.set({})
    else if (method !== 'GET') throw noSuchResource()
    return { weather: plain(sky.weather()), hits: [...sky.hits()] }
  }
  if (path === '/_sandbox/requests' && method === 'GET') return { requests: plain(seen()) }
  if (path === '/_sandbox/tokens' && method === 'POST') {
    readable(() => {
      const { token, user } = TokenBody.parse(JSON.parse(body))
      tokens.set(token, user && { name: user.name, ...(user.groups ? { groups: user.groups } : {}) })
    })
    return {}
  }
  if (path === '/_sandbox/world' && method === 'GET') return { edges: plain(world.edges()), failures: plain(world.failures()) }
  if (path === '/_sandbox/world/failures' && method === 'PUT') {
    readable(() => { switchFailures({ world, store }, SandboxFailures.parse(JSON.parse(body))) })
    return { failures: plain(world.failures()) }
  }
  if (path === '/_sandbox/world/edges' && method === 'PUT') {
    readable(() => { world.setEdges(z.array(Edge).max(2_000).parse(JSON.parse(body))) })
    return { edges: plain(world.edges()) }
  }
  throw noSuchResource()
}

function readable(read: () => void): void {
  try {
    read()
  } catch (error) {
    throw badRequest(error instanceof z.ZodError ? z.prettifyError(error) : 'the body is not JSON')
  }
}

/** Data as JSON has it: without what is undefined. */
function plain(value: unknown): Json {
  // Safe because what comes out of JSON.parse is JSON.
  return JSON.parse(JSON.stringify(value)) as Json
}
