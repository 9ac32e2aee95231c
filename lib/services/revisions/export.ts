// A revision to take away: one YAML file, or a Kustomize folder in an archive. Nothing in it is a secret, since a revision holds none.
import 'server-only'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { findStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { writeTar } from '../../manifest/tar.ts'
import { text } from '../../text.ts'
import { exportKustomize, exportYaml } from '../../thanos/export.ts'
import { query, type Verb } from '../command.ts'
import { RevisionRef } from './fields.ts'
import { resolve } from './resolve.ts'

export const REVISION_FORMATS = ['yaml', 'kustomize'] as const
export const ExportRevision = z.object({ stackId: z.string(), number: RevisionRef, format: z.enum(REVISION_FORMATS) })
export type ExportRevision = z.input<typeof ExportRevision>

/** A file as a browser saves it. */
export type RevisionFile = { name: string; type: string; bytes: Uint8Array<ArrayBuffer> }

/** The same revision in the same format gives the same bytes. */
export const exportRevision: Verb<ExportRevision, RevisionFile> = query({
  permission: 'revision:read',
  input: ExportRevision,
  async run({ tx }, { stackId, number, format }) {
    const [stack, revision] = await Promise.all([findStack(tx, { id: stackId }), resolve(tx, stackId, number)])
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const source = { stack: stack.slug, namespace: stack.namespace, revision: revision.number }
    if (format === 'yaml') {
      const { name, text } = exportYaml(revision.spec, source)
      return { name, type: 'application/yaml; charset=utf-8', bytes: new TextEncoder().encode(text) }
    }
    const folder = `${stack.slug}-r${revision.number}`
    const files = exportKustomize(revision.spec, source).map(({ name, text }) => ({ name: `${folder}/${name}`, bytes: new TextEncoder().encode(text) }))
    return { name: `${folder}.tar.gz`, type: 'application/gzip', bytes: new Uint8Array(gzipSync(writeTar(files, revision.createdAt))) }
  },
})
