// What can go wrong between a client and an API server, as data: which requests it befalls, and how often. Switched on by tests and by
// whoever tries Gauntlet (control.ts); nothing of it is on by itself.
import { z } from 'zod'
import { Fate } from './fates.ts'
import { Webhook } from './webhooks.ts'

/**
 * slow: the request waits before its work is done, or the answer after it. drop: the connection is cut before the request is read, or after its work is done. refuse: the server answers so
 * and does nothing (409: the object has been modified; 429 with Retry-After; 401: the token is not, or no longer, valid).
 * cut-watch: a watch ends in the middle, also one that is open now. expire-watch: its history is gone (410).
 */
const Effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), ms: z.number().int().positive(), when: z.enum(['before', 'after']).default('before') }),
  z.strictObject({ kind: z.literal('drop'), when: z.enum(['before', 'after']) }),
  z.strictObject({ kind: z.literal('refuse'), status: z.union([401, 403, 409, 429, 500, 503, 504].map((status) => z.literal(status))), retryAfter: z.number().int().nonnegative().optional() }),
  z.strictObject({ kind: z.literal('cut-watch'), afterMs: z.number().int().nonnegative().default(0) }),
  z.strictObject({ kind: z.literal('expire-watch') }),
])
export type Effect = z.infer<typeof Effect>

const Rule = z.strictObject({
  effect: Effect,
  /** All of them when absent. `path` is a regular expression that the path must match; `watch` true means watches alone. */
  methods: z.array(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])).optional(),
  path: z.string().refine(isPattern, 'not a regular expression').optional(),
  dryRun: z.boolean().optional(),
  watch: z.boolean().optional(),
  /** How many matching requests pass before it begins, and how many it then befalls; for ever when absent. */
  skip: z.number().int().nonnegative().default(0),
  times: z.number().int().positive().optional(),
})

export const Weather = z.strictObject({
  rules: z.array(Rule).default([]),
  webhooks: z.array(Webhook).default([]),
  fates: z.array(Fate).default([]),
})
export type Weather = z.infer<typeof Weather>
export type WeatherInput = z.input<typeof Weather>

/** A request as the rules see it. */
export type Request = { method: string; path: string; dryRun: boolean; watch: boolean }

export type Sky = {
  weather: () => Weather
  /** Replaces all of it and starts the counts anew. Throws a ZodError for what is none. */
  set: (weather: WeatherInput) => void
  /** How many requests each rule has befallen. */
  hits: () => readonly number[]
  /** What befalls a request, in the order of the rules; it counts. */
  befall: (request: Request) => Effect[]
  /** Called whenever it changes; gives how to stop that. */
  onChange: (listener: () => void) => () => void
  /** What an open watch would be told now; does not count. */
  overWatch: (request: Request) => Effect | undefined
}

export function createSky(): Sky {
  let weather = Weather.parse({})
  let met: number[] = []
  let hit: number[] = []
  const listeners = new Set<() => void>()
  return {
    weather: () => weather,
    set: (given) => {
      weather = Weather.parse(given)
      met = weather.rules.map(() => 0)
      hit = weather.rules.map(() => 0)
      for (const listener of listeners) listener()
    },
    hits: () => hit,
    befall: (request) => weather.rules.flatMap((rule, index) => {
      if (!concerns(rule, request)) return []
      const before = met[index] ?? 0
      met[index] = before + 1
      if (before < rule.skip || (hit[index] ?? 0) >= (rule.times ?? Infinity)) return []
      hit[index] = (hit[index] ?? 0) + 1
      return [rule.effect]
    }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    overWatch: (request) => weather.rules.find((rule) => concerns(rule, request) && isOfWatches(rule.effect))?.effect,
  }
}

function concerns({ methods, path, dryRun, watch, effect }: z.infer<typeof Rule>, request: Request): boolean {
  if (isOfWatches(effect) && !request.watch) return false
  return (methods === undefined || methods.some((method) => method === request.method))
    && (path === undefined || new RegExp(path).test(request.path))
    && (dryRun === undefined || dryRun === request.dryRun)
    && (watch === undefined || watch === request.watch)
}

function isOfWatches({ kind }: Effect): boolean {
  return kind === 'cut-watch' || kind === 'expire-watch'
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false // what does not compile is no pattern
  }
}
