// The sandbox's own addresses, which no Kubernetes has: what fails in the world behind it.
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import { SandboxFailure } from '../thanos/live/sandbox-failure.ts'

// `since` is the sandbox's own, and goes.
const Failures = z.array(z.looseObject({ since: z.number().optional() }).transform(({ since: _, ...failure }) => failure).pipe(SandboxFailure))
const World = z.object({
  edges: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()), tenant: z.string(), series: z.number(), scrapeS: z.number() })), failures: Failures,
})
export type SandboxWorld = z.infer<typeof World>

const LIMIT_MS = 5_000

/** Throws UPSTREAM when the sandbox does not answer. */
export async function readWorld(url: string): Promise<SandboxWorld> {
  return World.parse(await ask(`${url}/_sandbox/world`, {}))
}

export async function writeFailures(url: string, failures: readonly SandboxFailure[]): Promise<void> {
  await ask(`${url}/_sandbox/world/failures`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(failures) })
}

async function ask(address: string, init: RequestInit): Promise<unknown> {
  try {
    const response = await fetch(address, { ...init, signal: AbortSignal.timeout(LIMIT_MS) })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return await response.json()
  } catch (error) {
    throw new AppError('UPSTREAM', text('The sandbox does not answer.', '샌드박스가 응답하지 않습니다.'), { cause: error })
  }
}
