// Runs: executions of a plan, with a result per object. A partial unique index allows one running run a stack.
import 'server-only'
import { z } from 'zod'
import { RunObject, RunStatus } from '../manifest/progress.ts'
import { RunChoices } from '../manifest/run-choices.ts'
import { Text } from '../text.ts'
import type { Tx } from './client.ts'
import { optional, toJson } from './json.ts'

export type RunRow = {
  id: string
  planId: string
  stackId: string
  revision: number
  status: RunStatus
  objects: RunObject[]
  choices: RunChoices
  startedBy: { id: string; name: string }
  startedAt: Date
  heartbeatAt: Date
  finishedAt?: Date
  /** One sentence: what is applied and what is not. */
  message?: Text
}

type Selected = {
  id: string; planId: string; stackId: string; revision: number; status: string; objects: unknown; choices: unknown; message: unknown
  startedById: string; startedByName: string; startedAt: Date; heartbeatAt: Date; finishedAt: Date | null
}

function toRun({ id, planId, stackId, revision, status, objects, choices, message, startedById, startedByName, startedAt, heartbeatAt, finishedAt }: Selected): RunRow {
  return {
    id, planId, stackId, revision, status: RunStatus.parse(status), objects: z.array(RunObject).parse(objects), choices: RunChoices.parse(choices),
    startedAt, heartbeatAt, startedBy: { id: startedById, name: startedByName }, ...optional('finishedAt', finishedAt), ...optional('message', Text.nullish().parse(message)),
  }
}

/** One run. */
export async function findRun(tx: Tx, id: string): Promise<RunRow | undefined> {
  const row = await tx.run.findUnique({ where: { id } })
  return row ? toRun(row) : undefined
}

/** Runs of a stack, newest first; those older than the run `before` when it is given. */
export async function listRuns(tx: Tx, stackId: string, { limit, before }: { limit: number; before?: string }): Promise<RunRow[]> {
  const rows = await tx.run.findMany({
    where: { stackId }, orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: limit,
    ...(before === undefined ? {} : { cursor: { id: before }, skip: 1 }),
  })
  return rows.map(toRun)
}

/** Running runs whose heartbeat is older than `before`: whoever carried them out is gone. */
export async function silentRuns(tx: Tx, before: Date, stackId?: string): Promise<RunRow[]> {
  const where = { status: 'running', heartbeatAt: { lt: before }, ...(stackId === undefined ? {} : { stackId }) }
  return (await tx.run.findMany({ where })).map(toRun)
}

/** Adds a running run. Breaks the unique constraint when another one runs on the stack. */
export async function insertRun(
  tx: Tx, { startedBy, objects, choices, ...run }: Pick<RunRow, 'planId' | 'stackId' | 'revision' | 'objects' | 'choices' | 'startedBy' | 'startedAt'>,
): Promise<RunRow> {
  const row = await tx.run.create({
    data: {
      ...run, status: 'running', heartbeatAt: run.startedAt, objects: toJson(objects), choices: toJson(choices), startedById: startedBy.id, startedByName: startedBy.name,
    },
  })
  return toRun(row)
}

/**
 * Saves how far a run has come, and with it that someone still carries it out.
 * Gives false when it does not run any more: someone else closed it, and the caller must stop.
 */
export async function saveProgress(tx: Tx, id: string, { at, objects }: { at: Date; objects?: RunObject[] }): Promise<boolean> {
  const { count } = await tx.run.updateMany({
    where: { id, status: 'running' }, data: { heartbeatAt: at, ...(objects ? { objects: toJson(objects) } : {}) },
  })
  return count === 1
}

/** Closes a run that runs, provided that its heartbeat is older than `silentSince` when that is given. Gives whether it did. */
export async function finishRun(
  tx: Tx,
  { id, status, objects, message, at, silentSince }: {
    id: string; status: Exclude<RunStatus, 'running'>; objects: RunObject[]; message: Text; at: Date; silentSince?: Date
  },
): Promise<boolean> {
  const { count } = await tx.run.updateMany({
    where: { id, status: 'running', ...(silentSince ? { heartbeatAt: { lt: silentSince } } : {}) },
    data: { status, objects: toJson(objects), message: toJson(message), finishedAt: at },
  })
  return count === 1
}

/** Whether a run of the stack is under way. */
export async function hasRunningRun(tx: Tx, stackId: string): Promise<boolean> {
  return (await tx.run.count({ where: { stackId, status: 'running' } })) > 0
}
