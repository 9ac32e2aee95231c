// What adding a part comes to, gathered step by step: edits, a line for each, what is left to a person, and the sizes with their reasons.
import type { Text } from '../../text.ts'
import { applyEdits } from '../apply-edits.ts'
import type { Edit } from '../edit.ts'
import type { Sizing } from '../sizing/figure.ts'
import type { StackSpec } from '../spec.ts'
import type { Part, PresetRequest } from './request.ts'
import { surroundingsOf, type Surroundings } from './surroundings.ts'

/** One thing that an edit does, and to which object. */
export type Line = { readonly object: string; readonly what: Text }

export type PartSizing = { readonly part: Part; readonly name: string; readonly sizing: Sizing }

/** Edits of one step and what they come to. `left` is what nobody but a person can do; `refused` says why a part was not added. */
export type Addition = {
  readonly spec: StackSpec
  readonly edits: readonly Edit[]
  readonly lines: readonly Line[]
  readonly left: readonly Text[]
  readonly refused: readonly Text[]
  readonly sizings: readonly PartSizing[]
}

/** Gathers the parts of one addition; each part sees the installation with those before it. */
export class Gathering {
  readonly request: PresetRequest
  readonly around: Surroundings
  spec: StackSpec
  readonly edits: Edit[] = []
  readonly lines: Line[] = []
  readonly left: Text[] = []
  readonly refused: Text[] = []
  readonly sizings: PartSizing[] = []

  constructor(spec: StackSpec, request: PresetRequest) {
    this.spec = spec
    this.request = request
    this.around = surroundingsOf(spec, request)
  }

  /** Takes edits in and says once what they do. Nothing is said of no edits. */
  change(object: string, what: Text, ...edits: readonly Edit[]): void {
    if (edits.length === 0) return
    this.spec = applyEdits(this.spec, edits)
    this.edits.push(...edits)
    this.lines.push({ object, what })
  }

  /** Everything that was gathered. */
  result(): Addition {
    const { spec, edits, lines, left, refused, sizings } = this
    return { spec, edits, lines, left, refused, sizings }
  }
}
