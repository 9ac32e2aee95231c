// Knows what Gauntlet tells of an installation that runs, by the verbs of its pages and its API, and how what it offers is taken: draft, save, plan, apply.
import { z } from 'zod'
import { check } from '#lib/services/diagnose/check.ts'
import { discard } from '#lib/services/drafts/discard.ts'
import { get as getDraft } from '#lib/services/drafts/get.ts'
import { keep } from '#lib/services/drafts/keep.ts'
import { observe } from '#lib/services/live/observe.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { save } from '#lib/services/revisions/save.ts'
import type { RunView } from '#lib/services/views.ts'
import { admin, operator, viewer } from '#lib/testing/actors.ts'
import type { JsonObject } from '#lib/manifest/types.ts'
import { specOf } from '#lib/thanos/draft.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import type { Fix } from '#lib/thanos/finding.ts'
import type { Diagnosis, Problem } from '#lib/thanos/live/diagnose/diagnosis.ts'
import { attentionOf } from '#lib/thanos/live/attention.ts'
import { coverageOf } from '#lib/thanos/live/coverage.ts'
import type { Gap } from '#lib/thanos/live/coverage-gaps.ts'
import { duplicates } from '#lib/thanos/live/endpoint-causes.ts'
import { edgeRows, edgesVerdict } from '#lib/thanos/live/edges.ts'
import { endpointsSeen } from '#lib/thanos/live/endpoints.ts'
import { refusedSamples } from '#lib/thanos/live/refused.ts'
import { storesVerdict } from '#lib/thanos/live/stores-verdict.ts'
import { topologyOf } from '#lib/thanos/live/topology.ts'
import type { Topology } from '#lib/thanos/live/topology-types.ts'
import { render } from '#lib/thanos/render.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { eventually } from '../eventually.ts'
import { applyPlan } from '../guide-install.ts'
import type { Installed } from './given.ts'

/** An address of a pod has to be forgotten, a list of blocks to be read anew, a pod to be started. */
const WITHIN_MS = 120_000

export type Stack = { readonly slug: string; readonly stackId: string }

/** The diagnosis of a problem once it says so. Throws an Error with what it said last. */
export async function diagnosed({ slug }: Stack, problem: Problem, isSo: (diagnosis: Diagnosis) => boolean): Promise<Diagnosis> {
  let last = 'nothing'
  return eventually(`${problem} is told`, async () => {
    const found = (await check(viewer, { slug })).diagnoses.find((each) => each.problem === problem)
    last = found === undefined ? 'nothing' : `${found.state}: ${found.verdict.en} ${found.unseen.map(({ en }) => en).join(' ')}`
    return found !== undefined && isSo(found) ? found : undefined
  }, WITHIN_MS).catch((error: unknown) => { throw new Error(`${String(error)}; it said ${last}`, { cause: error }) })
}

/** What evidence a diagnosis has that something is wrong, as "what was asked: what came". */
export function evidenceOf({ steps }: Diagnosis): string[] {
  return steps.flatMap(({ outcome }) => (outcome.is === 'failed' ? outcome.evidence.filter(({ isBad }) => isBad === true).map(({ asked, answer }) => `${asked.en}: ${answer.en}`) : []))
}

/** The gaps of the coverage map once they are so, newest first. */
export async function gaps({ slug, stackId }: Stack, isSo: (found: readonly Gap[]) => boolean): Promise<Gap[]> {
  let last = 'nothing'
  return eventually('the coverage map is as it should be', async () => {
    const look = { spec: (await getRevision(viewer, { stackId, number: 'head' })).spec, observation: await observe(viewer, { slug }) }
    const coverage = coverageOf(look, endpointsSeen(look))
    if (coverage.state !== 'known') {
      last = coverage.state
      return undefined
    }
    last = coverage.gaps.map(({ kind, message }) => `${kind}: ${message.en}`).join(' ')
    return isSo(coverage.gaps) ? coverage.gaps : undefined
  }, WITHIN_MS).catch((error: unknown) => { throw new Error(`${String(error)}; it showed ${last}`, { cause: error }) })
}

/** The map as its page draws it, once no arrow of it is broken: receivers have what an edge sends before the querier that is asked for the edges has it. */
export async function drawn({ slug, stackId }: Stack): Promise<Topology> {
  let last = ''
  return eventually('no arrow is broken', async () => {
    const map = topologyOf({ observation: await observe(viewer, { slug }), spec: (await getRevision(viewer, { stackId, number: 'head' })).spec })
    last = map.links.filter(({ state }) => state === 'broken').map(({ id, words }) => `${id}: ${words.en}`).join('; ')
    return last === '' ? map : undefined
  }, WITHIN_MS).catch((error: unknown) => { throw new Error(`${String(error)}; it showed ${last}`, { cause: error }) })
}

/** What the overview, the stores page and the edges page hold against an installation: what costs samples or answers now, and headlines that are red. */
async function reproaches({ slug, stackId }: Stack): Promise<string[]> {
  const { spec } = await getRevision(viewer, { stackId, number: 'head' })
  const look = { spec, observation: await observe(viewer, { slug }) }
  const endpoints = endpointsSeen(look)
  const headlines = [
    storesVerdict({ endpoints, coverage: coverageOf(look, endpoints), twice: duplicates(look, endpoints.rows) }),
    edgesVerdict(edgeRows(spec.edges ?? [], look.observation), look.observation.edges, refusedSamples(look.observation)),
  ]
  return [
    ...attentionOf(topologyOf(look)).filter(({ costsNow }) => costsNow).map(({ title, why }) => `${title.en}: ${why.en}`),
    ...headlines.filter(({ health }) => health === 'degraded').map(({ sentence }) => sentence.en),
  ]
}

/** Waits until none of the five problems is found, no page is red and every time is answered, but for gaps of these kinds. */
export async function green(stack: Stack, but: readonly Gap['kind'][] = []): Promise<void> {
  const found = async (): Promise<string[]> => (await check(viewer, { slug: stack.slug })).diagnoses.filter(({ problem, state }) => state !== 'fine' && !(but.length > 0 && state === 'part' && problem === 'query-shows-nothing'))
    .map(({ problem, state, verdict, unseen }) => `${problem} is ${state}: ${verdict.en} ${unseen.map(({ en }) => en).join(' ')}`)
  let last: string[] = []
  await eventually('all is well', async () => {
    last = [...await found(), ...(but.length === 0 ? await reproaches(stack) : [])]
    return last.length === 0 || undefined
  }, WITHIN_MS).catch((error: unknown) => { throw new Error(`${String(error)}; ${last.join('; ')}`, { cause: error }) })
  await gaps(stack, (found) => found.every(({ kind }) => but.includes(kind)))
}

/** Takes a fix as a person does: into the draft, saved, planned and applied; fields that another hand has taken are taken back. */
export async function take(stack: Stack, { title, edits }: Pick<Fix, 'title' | 'edits'>): Promise<RunView> {
  const { slug, stackId } = stack
  const { number: base } = await getRevision(operator, { stackId, number: 'head' })
  const kept = await keep(operator, { slug, over: null, base, steps: { from: 0, items: [{ kind: 'edits', label: title, edits: [...edits] }] }, undone: { from: 0, items: [] }, edits: edits.length })
  if (!kept.kept) throw new Error('there is another draft')
  const answer = await getDraft(operator, { slug })
  if (answer.isSame || answer.draft?.base === undefined) throw new Error('the draft is gone')
  await save(operator, { stackId, base, spec: specOf({ ...answer.draft, base: answer.draft.base }), message: title.en })
  await discard(operator, { slug, over: kept.mark })
  return applyHead(stack)
}

/** Applies the newest revision, as an admin: nobody else may take fields back. Fails when the plan is blocked or its run does not succeed. */
export async function applyHead({ stackId }: Stack): Promise<RunView> {
  const plan = await compute(admin, { stackId })
  if (plan.status !== 'ready') throw new Error(`the plan is ${plan.status}: ${plan.blockers.map(({ message }) => message.en).join('; ')}`)
  const run = await applyPlan(admin, plan, { takesBack: true })
  if (run.status !== 'succeeded') throw new Error(`the run ${run.status}: ${run.message ?? ''} ${run.objects.map(({ object, status, message }) => `${object} ${status} ${message ?? ''}`).join('; ')}`)
  return run
}

/** Saves edits as the newest revision and lets another hand bring the same to the workloads, as where an installation with its mistakes is imported. */
export async function importAsItRuns(lab: Installed, { stackId }: Stack, edits: readonly Edit[]): Promise<void> {
  const { number, spec } = await getRevision(operator, { stackId, number: 'head' })
  const next = applyEdits(spec, edits)
  await save(operator, { stackId, base: number, spec: next, message: 'As it runs' })
  await byHand(lab, spec, next)
}

const Workload = z.looseObject({ kind: z.enum(['Deployment', 'StatefulSet']), metadata: z.looseObject({ name: z.string() }), spec: z.looseObject({ template: z.looseObject({ spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string(), args: z.array(z.string()) })).min(1) }) }) }) })

/** Has kubectl change the arguments of workloads from what one spec asks to what another does. */
export async function byHand(lab: Installed, before: StackSpec, after: StackSpec): Promise<void> {
  const argsOf = (spec: StackSpec): Map<string, { path: string; name: string; args: string[] }> => new Map(render(spec).flatMap((object) => {
    const found = Workload.safeParse(object)
    const [container] = found.data?.spec.template.spec.containers ?? []
    return found.data === undefined || container === undefined ? [] : [[found.data.metadata.name, { path: `${found.data.kind.toLowerCase()}s/${found.data.metadata.name}`, name: container.name, args: container.args }] as const]
  }))
  const old = argsOf(before)
  for (const [workload, { path, name, args }] of argsOf(after)) {
    if (JSON.stringify(old.get(workload)?.args) === JSON.stringify(args)) continue
    const patch: JsonObject = { spec: { template: { spec: { containers: [{ name, args }] } } } }
    await lab.api.must('PATCH', `/apis/apps/v1/namespaces/${lab.namespace}/${path}?fieldManager=kubectl-edit`, patch, 'application/strategic-merge-patch+json')
  }
}
