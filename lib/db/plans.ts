// Plans: stored comparisons of a revision with the live cluster, secrets redacted before they come here.
import 'server-only'
import { z } from 'zod'
import { ObjectChange } from '../manifest/change.ts'
import { PlanStep } from '../manifest/step.ts'
import { Text } from '../text-schema.ts'
import { Finding } from '../thanos/finding-schema.ts'
import { Impact } from '../thanos/impact/impact.ts'
import { Risk } from '../thanos/impact/risk.ts'
import type { Tx } from './client.ts'
import { toJson } from './json.ts'

/** What a plan was when it was computed; whether it is stale or applied by now follows from what came after. */
export const StoredPlanStatus = z.enum(['ready', 'blocked', 'empty'])
export type StoredPlanStatus = z.infer<typeof StoredPlanStatus>

/** By objectId: the hash of the live object, null for one that was not there. Beside them, under a key of its own, which namespace it was. */
export const LiveDigests = z.record(z.string(), z.string().nullable())
export type LiveDigests = z.infer<typeof LiveDigests>

export type PlanRow = {
  id: string
  stackId: string
  revision: number
  status: StoredPlanStatus
  objects: ObjectChange[]
  findings: Finding[]
  blockers: Finding[]
  acknowledge: Finding[]
  /** What a run does, in order; none in a plan from before there were steps. */
  steps: PlanStep[]
  /** What it does in words, and how risky that is; a plan from before these were stored is taken for a risky one. */
  impacts: Impact[]
  risk: Risk
  /** What it could not look at, or does not do. */
  notes: Text[]
  /** Of the revision and all of `live`. */
  fingerprint: string
  live: LiveDigests
  createdBy: { id: string; name: string }
  createdAt: Date
  /** Whether a newer plan of the stack exists, and whether a run of it succeeded. */
  isNewest: boolean
  isApplied: boolean
}

type Selected = {
  id: string; stackId: string; revisionNumber: number; status: string; objects: unknown; findings: unknown; blockers: unknown
  acknowledge: unknown; steps: unknown; impacts: unknown; risk: unknown; notes: unknown; fingerprint: string; live: unknown; createdById: string; createdByName: string; createdAt: Date; runs: { id: string }[]
}
const WITH_RUNS = { runs: { where: { status: 'succeeded' }, select: { id: true }, take: 1 } } as const

// Made once: a schema that is made for each row costs more than what it reads.
const [Changes, Findings, Steps, Impacts, Notes] = [z.array(ObjectChange), z.array(Finding), z.array(PlanStep), z.array(Impact), z.array(Text)]

function toPlan(row: Selected, newestId: string | undefined): PlanRow {
  return {
    id: row.id, stackId: row.stackId, revision: row.revisionNumber, status: StoredPlanStatus.parse(row.status),
    objects: Changes.parse(row.objects), findings: Findings.parse(row.findings),
    blockers: Findings.parse(row.blockers), acknowledge: Findings.parse(row.acknowledge), fingerprint: row.fingerprint,
    steps: Steps.parse(row.steps ?? []), impacts: Impacts.parse(row.impacts ?? []), risk: Risk.parse(row.risk ?? { level: 'high', reasons: [] }), notes: Notes.parse(row.notes ?? []), live: LiveDigests.parse(row.live),
    createdBy: { id: row.createdById, name: row.createdByName }, createdAt: row.createdAt,
    isNewest: row.id === newestId, isApplied: row.runs.length > 0,
  }
}

async function newestPlanId(tx: Tx, stackId: string): Promise<string | undefined> {
  const newest = await tx.plan.findFirst({ where: { stackId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], select: { id: true } })
  return newest?.id
}

/** One plan. */
export async function findPlan(tx: Tx, id: string): Promise<PlanRow | undefined> {
  const row = await tx.plan.findUnique({ where: { id }, include: WITH_RUNS })
  return row ? toPlan(row, await newestPlanId(tx, row.stackId)) : undefined
}

const Texts = z.array(z.object({ before: z.string(), after: z.string() }))

/** Both texts of one object of a plan, without reading the others. */
export async function findPlanTexts(tx: Tx, planId: string, object: string): Promise<{ before: string; after: string } | undefined> {
  const found = await tx.$queryRaw`
    SELECT one->>'liveYaml' AS "before", one->>'predictedYaml' AS "after" FROM "plan", json_array_elements("objects") AS one
    WHERE "id" = ${planId} AND one->>'object' = ${object} LIMIT 1`
  return Texts.parse(found)[0]
}

/** The newest plan of a stack. */
export async function newestPlan(tx: Tx, stackId: string): Promise<PlanRow | undefined> {
  const id = await newestPlanId(tx, stackId)
  return id === undefined ? undefined : findPlan(tx, id)
}

/** What a list says of a plan: how many objects have each verdict instead of the objects with their texts. */
const PlanHeadline = z.object({
  id: z.string(), stackId: z.string(), revision: z.number(), status: StoredPlanStatus, createdBy: z.string(), createdAt: z.date(),
  verdicts: z.record(z.string(), z.number()), hasSteps: z.boolean(), isNewest: z.boolean(), isApplied: z.boolean(),
})
export type PlanHeadline = z.infer<typeof PlanHeadline>

/** Plans of a stack, newest first; those older than the plan `before` when it is given. */
export async function listPlans(tx: Tx, stackId: string, { limit, before = null }: { limit: number; before?: string | null }): Promise<PlanHeadline[]> {
  return z.array(PlanHeadline).parse(await tx.$queryRaw`
    SELECT "id", "stackId", "revisionNumber" AS "revision", "status", "createdByName" AS "createdBy", "createdAt",
      coalesce((
        SELECT json_object_agg("verdict", "count") FROM (SELECT one->>'verdict' AS "verdict", count(*) AS "count" FROM json_array_elements("objects") AS one GROUP BY 1) AS "each"
      ), '{}') AS "verdicts",
      coalesce(json_array_length("steps"), 0) > 0 AS "hasSteps",
      NOT EXISTS (SELECT 1 FROM "plan" AS "other" WHERE "other"."stackId" = "plan"."stackId" AND ("other"."createdAt", "other"."id") > ("plan"."createdAt", "plan"."id")) AS "isNewest",
      EXISTS (SELECT 1 FROM "run" WHERE "planId" = "plan"."id" AND "run"."status" = 'succeeded') AS "isApplied"
    FROM "plan"
    WHERE "stackId" = ${stackId} AND (${before}::text IS NULL OR ("createdAt", "id") < (SELECT "createdAt", "id" FROM "plan" WHERE "id" = ${before}))
    ORDER BY "createdAt" DESC, "id" DESC LIMIT ${limit}`)
}

const Adopted = z.object({ object: z.string(), revision: z.number(), at: z.date() })
export type Adopted = z.infer<typeof Adopted>

/** Everything that a stack has had as it asks for it, by objectId: what its empty plans found, no run needed; each with the newest such revision and time. */
export async function adoptedObjects(tx: Tx, stackId: string): Promise<Adopted[]> {
  return z.array(Adopted).parse(await tx.$queryRaw`
    SELECT one->>'object' AS "object", max("revisionNumber") AS "revision", max("createdAt") AS "at"
    FROM "plan", json_array_elements("objects") AS one WHERE "stackId" = ${stackId} AND "status" = 'empty' AND one->>'verdict' = 'unchanged' GROUP BY 1`)
}

/** Adds a plan, which is the stack's newest from then on. */
export async function insertPlan(tx: Tx, plan: Omit<PlanRow, 'id' | 'isNewest' | 'isApplied'>): Promise<PlanRow> {
  const { revision, createdBy, objects, findings, blockers, acknowledge, steps, impacts, risk, notes, live, ...columns } = plan
  const { id } = await tx.plan.create({
    data: {
      ...columns, revisionNumber: revision, createdById: createdBy.id, createdByName: createdBy.name,
      objects: toJson(objects), findings: toJson(findings), blockers: toJson(blockers), acknowledge: toJson(acknowledge), steps: toJson(steps),
      impacts: toJson(impacts), risk: toJson(risk), notes: toJson(notes), live: toJson(live),
    },
    select: { id: true },
  })
  return { ...plan, id, isNewest: true, isApplied: false }
}
