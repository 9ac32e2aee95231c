// Adds workloads from presets to an installation, or makes a whole new one. Pure: gives edits, and what each of them does.
import { text } from '../../text.ts'
import { replicationFactor } from '../hashring.ts'
import type { StackSpec } from '../spec.ts'
import { type Addition, Gathering } from './addition.ts'
import { addFrontend, addQuery, addRule } from './read-parts.ts'
import { type Part, PARTS, type PresetRequest } from './request.ts'
import { receiversOf } from './surroundings.ts'
import { addCompact, addIngestor, addRouter, addStore } from './write-parts.ts'

const ADD: Readonly<Record<Part, (gathering: Gathering) => void>> = {
  'ingestor': addIngestor, 'router': addRouter, 'store': addStore, 'compact': addCompact, 'query': addQuery, 'query-frontend': addFrontend, 'rule': addRule,
}

/**
 * The edits that add the parts that are asked for, each joined to what is there: endpoints, rings, replica labels, object storage. A part
 * that cannot be added is refused with its reason, and the others are added.
 */
export function addFromPreset(spec: StackSpec, request: PresetRequest): Addition {
  const gathering = new Gathering(spec, request)
  for (const part of PARTS.filter((each) => request.parts.includes(each))) ADD[part](gathering)
  const { bucket } = gathering.around
  const readsBucket = gathering.sizings.some(({ part }) => part !== 'router' && part !== 'query' && part !== 'query-frontend')
  if (!bucket.isKnown && readsBucket) gathering.left.unshift(text(`Write the bucket and its keys into Secret ${bucket.name}, on the Storage page: pods wait for it.`, `스토리지 페이지에서 Secret ${bucket.name}에 버킷과 키를 쓰세요. 파드가 기다립니다.`))
  return gathering.result()
}

/** The copies that the installation makes of each series; undefined when it has no ring. */
export function copiesOf(spec: StackSpec): number | undefined {
  const [reader] = receiversOf(spec).ringReaders
  return reader && replicationFactor(reader)
}
