// From what an operator has (YAML, JSON, pieces of them) to a StackSpec. The inverse of render.ts; loses nothing but secrets.
import { readYaml, type ReadDocument, type ReadProblem, type ReadProgress } from '../manifest/read-yaml.ts'
import { isJsonObject, isKubeObject, objectId, type JsonObject, type KubeObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import { adoptObject } from './adopt-object.ts'
import { furtherNamespaces, notManaged, withBelonging } from './belonging.ts'
import { COMMANDS_KEY, hasNotes } from './commands.ts'
import { readKept, withKept } from './export-kept.ts'
import { flagsFragment, takeFlagLines, toFragment, type FlagLines } from './fragment.ts'
import { isKustomization, kustomizationProblem } from './kustomization.ts'
import { foreignBlocks, unwrap } from './pasted.ts'
import { specObjectId, type SpecObject, type StackSpec } from './spec.ts'
import { unquotedArgs } from './unquoted-args.ts'

export type Place = { readonly file: string; readonly line: number }

export type Adoption = {
  readonly spec: StackSpec
  /** Objects with credentials, as they came: for the command line, which gives back what it was given. Never stored. */
  readonly withheld: KubeObject[]
  readonly problems: ReadProblem[]
  /** By objectId: where the object was read. */
  readonly places: Readonly<Record<string, Place>>
  /** objectIds of what is kept and not applied; belonging.ts says why of each. */
  readonly notManaged: string[]
}

/**
 * Reads files into a spec. A bad document becomes a problem with its line, and the others still come in.
 * `render(adopt(files).spec, { withheld })` gives the objects back as they were. `onProgress` follows the reading, which takes longest.
 */
export function adopt(files: readonly { name: string; text: string }[], { onProgress }: { onProgress?: (progress: ReadProgress) => void } = {}): Adoption {
  const collected = new Collected()
  const sources = files.map(({ name, text: source }) => ({ name, source, ...unwrap(source) }))
  const taken = sources.map(({ text }) => takeFlagLines(text))
  // Read in one go, under their numbers: the limits hold for all files together, and two files may have one name.
  const { documents, problems } = readYaml(taken.map(({ remainder }, index) => ({ name: String(index), text: remainder })), onProgress)
  const documentsOf = Map.groupBy(documents, ({ file }) => file)
  const problemsOf = Map.groupBy(problems, ({ file }) => file)
  for (const [index, source] of sources.entries()) {
    const file: PastedFile = { ...source, pieces: taken[index]?.pieces ?? [], documents: documentsOf.get(String(index)) ?? [], problems: problemsOf.get(String(index)) ?? [] }
    addFile(collected, file)
  }
  return files.reduce(restoreKept, collected.result())
}

/** What an export of Gauntlet said beside its manifests comes back with them. */
function restoreKept(adoption: Adoption, { name, text: written }: { name: string; text: string }): Adoption {
  const found = readKept(written)
  if (found === undefined) return adoption
  const { spec, added } = withKept(adoption.spec, found.kept)
  const places = Object.fromEntries(added.map((id) => [id, { file: name, line: found.line }]))
  return { ...adoption, spec, places: { ...adoption.places, ...places }, notManaged: notManagedOf(spec) }
}

type PastedFile = {
  readonly name: string
  /** As it came. */
  readonly source: string
  readonly text: string
  readonly hasCommands: boolean
  readonly pieces: readonly FlagLines[]
  readonly documents: readonly ReadDocument[]
  readonly problems: readonly ReadProblem[]
}

function addFile(collected: Collected, file: PastedFile): void {
  const { name, pieces, documents, problems } = file
  const isAlone = pieces.length + documents.length === 1
  const nameAt = (line: number): string => (isAlone ? name : `${name}:${line}`)
  const [only] = documents
  const before = { objects: collected.objects.length, problems: collected.problems.length }
  // What stands beside bare flags ("resources:") belongs to them, as long as it is nothing of its own.
  const besideFlags = pieces.length > 0 && documents.length === 1 && only && isJsonObject(only.value) && isBeside(only.value) ? only.value : undefined
  pieces.forEach(({ flags, line }, index) => {
    const isLast = index === pieces.length - 1
    const label = pieces.length === 1 && (besideFlags || documents.length === 0) ? name : nameAt(line)
    collected.add(flagsFragment(label, flags, isLast ? besideFlags ?? {} : {}), { file: name, line })
  })
  for (const document of besideFlags ? [] : documents) {
    const place = { file: name, line: document.line }
    if (isKustomization(document.value, name)) {
      collected.kustomizations.push({ value: document.value, place })
      continue
    }
    if (isKubeObject(document.value)) {
      collected.addObject(document.value, place)
      collected.problems.push(...unquotedArgs(document.value, { ...place, source: file.text }))
      continue
    }
    const fragment = toFragment(nameAt(document.line), document.value, isAlone ? file.text : JSON.stringify(document.value, null, 2))
    if (fragment) collected.add(fragment, place)
    else collected.problems.push(notUnderstood(place, document.value))
  }
  const hasNothingElse = collected.objects.length === before.objects
  const commands = hasNothingElse ? file.source : foreignBlocks(file.source)
  if (commands.length <= LONGEST_COMMANDS && hasNotes(commands)) {
    collected.add({ type: 'config', object: 'Fragment', name: hasNothingElse ? name : `${name}:commands`, files: { [COMMANDS_KEY]: commands }, rest: {} }, { file: name, line: 1 })
    if (hasNothingElse) {
      // What was said of its lines as YAML helps nobody.
      collected.problems.splice(before.problems)
      return
    }
  }
  collected.problems.push(...problems.map((problem) => ({ ...problem, file: name, ...(hasKeys(file.text) ? {} : { message: NOTHING_KNOWN }) })))
  if (file.hasCommands && pieces.length + documents.length + problems.length === 0) collected.problems.push({ file: name, line: 1, column: 1, message: ONLY_COMMANDS })
}

/** Commands and queries of a guide fit in far less. */
const LONGEST_COMMANDS = 100_000

function isBeside(mapping: JsonObject): boolean {
  return toFragment('', mapping, '')?.type !== 'workload' && !Array.isArray(mapping.groups) && !('type' in mapping)
}

/** Whether a text that could not be read has anything of YAML or JSON; a diagram or a log has not, and nobody should mend its syntax. */
function hasKeys(source: string): boolean {
  return /^\s*(?:- +)*["']?[\w./-]+["']?\s*:(?:\s|$)|^\s*[[{]|\{\{|\0/m.test(source) || source.length > 100_000
}

/** Adopts objects that were read already, for example from a cluster. */
export function adoptObjects(objects: readonly KubeObject[]): Adoption {
  const collected = new Collected()
  for (const object of objects) collected.addObject(object, { file: objectId(object), line: 1 })
  return collected.result()
}

/** The spec that adoptObjects() gives, for whoever does not ask what could not be adopted, and why. */
export function specOfObjects(objects: readonly KubeObject[]): StackSpec {
  const collected = new Collected()
  for (const object of objects) collected.addObject(object, { file: objectId(object), line: 1 })
  return collected.spec()
}

class Collected {
  readonly objects: SpecObject[] = []
  readonly withheld: KubeObject[] = []
  readonly problems: ReadProblem[] = []
  readonly places: Record<string, Place> = {}
  readonly kustomizations: { value: JsonObject; place: Place }[] = []

  addObject(object: KubeObject, place: Place): void {
    const { adopted, withheld } = adoptObject(object)
    if (this.add(adopted, place) && withheld) this.withheld.push(withheld)
  }

  add(object: SpecObject, place: Place): boolean {
    const id = specObjectId(object)
    const earlier = this.places[id]
    if (earlier) {
      this.problems.push({
        ...place, column: 1,
        message: text(
          `${id} is there twice: first in ${earlier.file}:${earlier.line}. Keep one of them; this one was left out.`,
          `${id}이(가) 두 번 있습니다. 첫 번째는 ${earlier.file}:${earlier.line}입니다. 하나만 남기세요. 이 문서는 제외했습니다.`,
        ),
      })
      return false
    }
    this.places[id] = place
    this.objects.push(object)
    return true
  }

  spec(): StackSpec {
    return { version: 1, objects: withBelonging(this.objects) }
  }

  result(): Adoption {
    const spec = this.spec()
    const images = this.objects.flatMap((object) => (object.type === 'workload' && object.image !== undefined ? [object.image] : []))
    const problems = [
      ...this.problems,
      ...this.kustomizations.flatMap(({ value, place }) => kustomizationProblem(value, place, images) ?? []),
      ...this.#furtherNamespaces(),
    ]
    return { spec, withheld: this.withheld, problems, places: this.places, notManaged: notManagedOf(spec) }
  }

  /** A stack is one namespace: what belongs to another one is named where it begins. */
  #furtherNamespaces(): ReadProblem[] {
    const { home = '', further = new Map<string, SpecObject[]>() } = furtherNamespaces(this.objects) ?? {}
    return [...further].map(([namespace, objects]) => {
      const [first] = objects
      const place = (first && this.places[specObjectId(first)]) ?? { file: '', line: 1 }
      const count = objects.length
      return {
        ...place, column: 1,
        message: text(
          `This import has two namespaces: the stack is in ${home}, and ${count === 1 ? '1 object is' : `${count} objects are`} in ${namespace}. They are kept and not managed. Bring them into a stack of their own.`,
          `두 네임스페이스가 섞여 있습니다. 스택은 ${home}에 있고 오브젝트 ${count}개는 ${namespace}에 있습니다. 보관만 하고 관리하지 않습니다. 별도 스택으로 가져오세요.`,
        ),
      }
    })
  }
}

function notManagedOf(spec: StackSpec): string[] {
  return notManaged(spec).map(({ object }) => object)
}

const NOTHING_KNOWN = text(
  'This is no Kubernetes object, and no args, flags, hashrings, rule file or object storage configuration. Bring whole manifests or one of these.',
  'Kubernetes 오브젝트가 아니며 args, 플래그, hashrings, rule 파일, 오브젝트 스토리지 설정도 아닙니다. 전체 매니페스트나 이 중 하나를 넣으세요.',
)
const ONLY_COMMANDS = text(
  'These are shell commands, and there is no manifest, args or flags in them. Bring the manifests themselves.',
  '셸 명령만 있고 매니페스트, args, 플래그가 없습니다. 매니페스트를 직접 넣으세요.',
)

/** What makes a mapping an object; a text each. */
const IDENTITY = ['apiVersion', 'kind', 'metadata.name'] as const

function notUnderstood(place: Place, value: unknown): ReadProblem {
  return { ...place, column: 1, message: isJsonObject(value) && ('apiVersion' in value || 'kind' in value) ? identityProblem(value) : NOTHING_KNOWN }
}

function identityProblem(value: JsonObject): Text {
  const { apiVersion, kind, metadata } = value
  const found = [apiVersion, kind, isJsonObject(metadata) ? metadata.name : undefined]
  const unquoted = IDENTITY.filter((_, index) => typeof found[index] === 'number' || typeof found[index] === 'boolean').join(', ')
  if (unquoted !== '') {
    return text(
      `YAML reads ${unquoted} of this Kubernetes object as a number or as true or false. Put the value in quotes.`,
      `이 Kubernetes 오브젝트의 ${unquoted} 값을 YAML이 숫자나 true/false로 읽습니다. 값을 따옴표로 감싸세요.`,
    )
  }
  const missing = IDENTITY.filter((_, index) => typeof found[index] !== 'string').join(', ')
  return missing === '' ? NOTHING_KNOWN : text(`This Kubernetes object has no ${missing}. Add it.`, `이 Kubernetes 오브젝트에 ${missing}이(가) 없습니다. 추가하세요.`)
}
