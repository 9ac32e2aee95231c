// What every Kubernetes API server must do for Gauntlet: one suite, run against the sandbox and against a real kube-apiserver.
// Where they differ, the sandbox is wrong. Each case makes its own namespace; docs/contract.md lists them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCESS } from './contract-access.ts'
import { ADMISSION } from './contract-admission.ts'
import { APPLY } from './contract-apply.ts'
import { CUSTOM } from './contract-custom.ts'
import { DEFAULTS } from './contract-defaults.ts'
import type { Case, ContractHost, Topic } from './contract-given.ts'
import { createGiven } from './contract-given.ts'
import { IMMUTABLE } from './contract-immutable.ts'
import { JOBS } from './contract-jobs.ts'
import { KEEPING } from './contract-keeping.ts'
import { PODS } from './contract-pods.ts'
import { REFUSALS } from './contract-refusals.ts'
import { REMOVAL } from './contract-removal.ts'
import { ROLLOUTS } from './contract-rollouts.ts'
import { SCALING } from './contract-scale.ts'
import { WATCHING } from './contract-watch.ts'
import { WRITERS } from './contract-writers.ts'

const TOPICS: readonly Topic[] = [KEEPING, DEFAULTS, APPLY, REFUSALS, IMMUTABLE, WRITERS, WATCHING, SCALING, ROLLOUTS, JOBS, PODS, REMOVAL, CUSTOM, ADMISSION, ACCESS]
const CASE_MS = 45_000

/** Every case in the order of the suite. They can be listed without a host, and run with one. */
export function contractCases(host: () => ContractHost = () => { throw new Error('no host runs') }): Case[] {
  const given = createGiven(host)
  return TOPICS.flatMap(({ topic, declare }) => {
    const cases: Case[] = []
    declare((title, run, needs) => { cases.push({ topic, title, run, ...(needs === undefined ? {} : { needs }) }) }, given)
    return cases
  })
}

/** Declares the suite; `start` is called once before it. Cases that need what a host does not have are left out, and counted. */
export function contractSuite({ name, lacks = [], start }: { name: string; lacks?: readonly Case['needs'][]; start: () => Promise<ContractHost> }): void {
  describe(`Kubernetes contract: ${name}`, { timeout: CASE_MS }, () => {
    let host: ContractHost | undefined
    beforeAll(async () => { host = await start() }, 120_000)
    afterAll(async () => { await host?.stop() }, 60_000)
    const cases = contractCases(() => {
      if (!host) throw new Error('the host did not start')
      return host
    })
    const [out, kept] = [cases.filter(({ needs }) => needs !== undefined && lacks.includes(needs)), cases.filter(({ needs }) => needs === undefined || !lacks.includes(needs))]
    describe.each([...Map.groupBy(kept, (one) => one.topic)])('%s', (_, own) => {
      // oxlint-disable-next-line vitest/expect-expect -- the case holds the assertions
      it.each(own.map(({ title, run }) => [title, run] as const))('%s', async (__, run) => { await run() })
    })
    it(`leaves out ${out.length} of ${cases.length} cases, for what this host says that it cannot do`, () => {
      expect(new Set(out.map(({ needs }) => needs))).toEqual(new Set(lacks))
      for (const lacking of lacks) expect(lacking !== undefined && host?.can.has(lacking)).toBe(false)
    })
  })
}
