// The stacks that a first start with the sandbox shows: one connected and still without a revision, so that the operator imports; one that Gauntlet
// manages and that works, so that every page has something that moves.
import 'server-only'
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { listStacks, setAppliedRevision } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { readWorld, type SandboxWorld } from '../../kube/sandbox-control.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import type { DeclaredEdge } from '../../thanos/declared-edge.ts'
import { foundIn } from '../../thanos/found.ts'
import { StackSpec } from '../../thanos/spec-schema.ts'
import { command } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { gather } from '../discover/gather.ts'
import { append } from '../revisions/append.ts'
import { create } from './create.ts'

const SANDBOX = { kind: 'sandbox' } as const
/** Name and namespace of the one that works, as lib/sandbox/demo.ts has it. */
const WORKING = 'observability'

/** Makes the demo stacks on the sandbox when the sandbox runs and there is no stack at all. */
export async function ensureDemo(): Promise<void> {
  const { sandboxUrl } = env()
  if (sandboxUrl === undefined || (await listStacks(db())).length > 0) return
  const working = await workingSpec(sandboxUrl)
  try {
    await create(SYSTEM, { name: 'monitoring', slug: 'monitoring', namespace: 'monitoring', connection: SANDBOX })
    if (working === undefined) return
    const { id: stackId } = await create(SYSTEM, { name: WORKING, slug: WORKING, namespace: WORKING, connection: SANDBOX })
    await takeOver(SYSTEM, { stackId, spec: working })
  } catch (error) {
    // Another replica was first.
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
  }
}

/** What runs in the namespace of the demo that works, with the edges that send there; undefined when nothing runs. */
async function workingSpec(sandboxUrl: string): Promise<StackSpec | undefined> {
  const cluster = clusterOf(SANDBOX)
  const found = (await Promise.all(['Deployment', 'StatefulSet'].map((kind) => cluster.list('apps/v1', kind, WORKING)))).flat().filter(mayBeAdopted)
  if (found.length === 0) return undefined
  const [{ adoption }, { edges }] = await Promise.all([gather(cluster, WORKING, found.map(objectId)), readWorld(sandboxUrl)])
  return { ...adoption.spec, edges: edges.map(declared) }
}

function mayBeAdopted(live: KubeObject): boolean {
  const found = foundIn(live)
  return found !== undefined && found.left === undefined
}

/** The first revision says what runs already, so that it counts as applied. */
const takeOver = command({
  name: 'revision.save',
  permission: 'stack:create',
  input: z.object({ stackId: z.string(), spec: StackSpec }),
  about: ({ stackId }) => ({ stackId, subject: 'revision 1' }),
  async run({ tx, actor, now }, { stackId, spec }) {
    const { event } = await append(tx, { stackId, base: 0, spec, message: 'As it runs on the sandbox', author: actor, at: now })
    await setAppliedRevision(tx, stackId, 1)
    return { value: undefined, event }
  },
})

function declared({ name, labels, tenant, series, scrapeS }: SandboxWorld['edges'][number]): DeclaredEdge {
  return { name, kind: 'prometheus', labels, tenant, samplesPerS: Math.round(series / scrapeS) }
}
