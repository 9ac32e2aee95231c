// Makes something of the sandbox fail, or ends that: to try what Gauntlet shows then. A real cluster is never touched.
import 'server-only'
import { z } from 'zod'
import { readWorld, writeFailures } from '../../kube/sandbox-control.ts'
import { failureKey, type FailureChoice } from '../../thanos/live/failure-choices.ts'
import { SandboxFailure } from '../../thanos/live/sandbox-failure.ts'
import { command, operation, type Verb } from '../command.ts'
import { choicesOf, sandboxStack } from './failures.ts'

const Switching = z.object({ stackId: z.string(), failure: SandboxFailure, on: z.boolean() })

/** Gives what can be made to fail, as it is then. INVALID for a stack of a real cluster, UPSTREAM when the sandbox does not answer. */
export const switchFailure: Verb<z.input<typeof Switching>, FailureChoice[]> = operation({
  name: 'sandbox.switch',
  permission: 'run:apply',
  input: Switching,
  about: ({ stackId }) => ({ stackId }),
  async run({ reader, actor }, { stackId, failure, on }) {
    const { stack, url } = await sandboxStack(reader, stackId)
    const { failures } = await readWorld(url)
    await note(actor, { stackId, failure, on })
    const others = failures.filter((known) => failureKey(known) !== failureKey(failure))
    await writeFailures(url, on ? [...others, failure] : others)
    return choicesOf({ stack, url })
  },
})

const note = command({
  name: 'sandbox.switch',
  permission: 'run:apply',
  input: Switching,
  about: ({ stackId }) => ({ stackId }),
  run: async (_, { stackId, failure, on }) => ({ value: null, event: { stackId, subject: failure.kind, after: { ...failure, on } } }),
})
