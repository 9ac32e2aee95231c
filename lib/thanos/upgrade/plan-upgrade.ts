// The version assistant: what must change so that workloads run another release, release by release, and what else is different there.
import { text, type Text } from '../../text.ts'
import { applyEdits } from '../apply-edits.ts'
import { flagValues } from '../read-args.ts'
import { containersBeside } from '../containers.ts'
import { changesBetween, flagOf } from '../catalogue.ts'
import type { Edit } from '../edit.ts'
import { imageAt, running } from '../presets/surroundings.ts'
import { concerns, type ReleaseNote } from '../releases/note.ts'
import { notesOf, releasesBetween } from '../releases/releases.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'
import { valueProblem } from '../value-problem.ts'
import { type Release, RELEASES, releaseOf } from '../version.ts'
import { type Mend, mendsFor } from './mend.ts'

export type UpgradeRequest = {
  /** objectIds of the workloads that change over. */
  readonly objects: readonly string[]
  readonly to: Release
  /** Write down the default of the old release where the new one has another. */
  readonly keepDefaults: boolean
}

/** One thing about a flag of a workload at one release. `isDone` says whether the edits do it. */
export type UpgradeChange = { readonly object: string; readonly name: string; readonly flag: string; readonly reason: Mend['reason']; readonly what: Text; readonly isDone: boolean; readonly blocks: boolean }

/** What is met at one release: changes of flags, and notes with the names of the workloads that they are about. */
export type UpgradeStep = { readonly release: Release; readonly changes: readonly UpgradeChange[]; readonly notes: readonly { readonly note: ReleaseNote; readonly names: readonly string[] }[] }

export type ImageChange = { readonly object: string; readonly name: string; readonly from: string | undefined; readonly image: string; readonly before: string | undefined }

export type Upgrade = {
  readonly direction: 'up' | 'down' | 'same' | 'mixed'
  readonly spec: StackSpec
  readonly edits: readonly Edit[]
  readonly images: readonly ImageChange[]
  readonly steps: readonly UpgradeStep[]
  /** What nobody but a person can do or judge. */
  readonly left: readonly Text[]
}

/** The edits that bring workloads to a release, and all that is different there. Going where one is already changes nothing. */
export function planUpgrade(spec: StackSpec, request: UpgradeRequest): Upgrade {
  const asked = running(spec).filter((workload) => request.objects.includes(specObjectId(workload))).flatMap(containersOf).filter(({ image }) => image !== undefined)
  const moving = asked.flatMap((workload) => {
    const from = releaseOf(workload.image ?? '')
    const way = from === undefined ? { direction: 'up' as const, releases: [request.to] } : releasesBetween(from, request.to)
    return way.direction === 'same' ? [] : [{ object: specObjectId(workload), from, workload, direction: way.direction, releases: way.releases.length === 0 ? [request.to] : way.releases }]
  })
  const directions = new Set(moving.map(({ direction }) => direction))
  const order = directions.has('up') ? RELEASES : RELEASES.toReversed()
  const work = new Work(spec)
  const steps = order.flatMap((release): UpgradeStep[] => {
    const here = moving.filter(({ releases }) => releases.includes(release))
    // Downwards a release is left: what counts is the one below it.
    const changes = here.flatMap(({ object, from, direction }) => work.bring(object, direction === 'up' ? { direction, release, from } : { direction, release: below(release), from }, request.keepDefaults))
    const met = here.filter(({ from }) => from !== undefined).map(({ workload, direction }) => ({ workload, direction }))
    const notes = notesOf(release).flatMap((note) => {
      const names = met.filter(({ workload, direction }) => concerns(note, workload) && (direction === 'up' || note.back !== undefined)).map(({ workload }) => nameOf(workload))
      return names.length === 0 ? [] : [{ note, names }]
    })
    return changes.length + notes.length === 0 ? [] : [{ release, changes, notes }]
  })
  const images = moving.map(({ object, workload, from }): ImageChange => ({ object, name: nameOf(workload), from, before: workload.image, image: imageAt(workload.image, request.to) }))
  for (const { object, image } of images) work.take({ op: 'image.set', object, image })
  const left = [
    ...images.flatMap(leftOfImage),
    ...(directions.has('up') ? steps.flatMap(leftOfNotes) : []),
    ...steps.flatMap(({ changes }) => changes.filter(({ isDone, reason }) => !isDone && reason !== 'default').map(({ name, what }) => text(`${name}: ${what.en}`, `${name}: ${what.ko}`))),
    ...moving.flatMap(({ object, from }) => leftOfValues(work.find(object), request.to, from)),
  ]
  return { direction: directionOf(directions), spec: work.spec, edits: work.edits, images, steps, left: [...new Map(left.map((each) => [each.en, each])).values()] }
}

/** A step from one release to the next, or to the one below. */
type Crossing = { readonly direction: 'up' | 'down'; readonly release: string; readonly from: string | undefined }

/** The spec while it changes, and the edits that led there. */
class Work {
  spec: StackSpec
  readonly edits: Edit[] = []
  /** What was left to a person is said once and not at every release. */
  private readonly left = new Set<string>()

  constructor(spec: StackSpec) {
    this.spec = spec
  }

  take(...edits: readonly Edit[]): void {
    this.spec = applyEdits(this.spec, edits)
    this.edits.push(...edits)
  }

  find(object: string): Workload | undefined {
    return running(this.spec).flatMap(containersOf).find((workload) => specObjectId(workload) === object)
  }

  /** Mends a workload until a release takes it. A mend may bring in what the next one moves on, so it looks again after each. */
  bring(object: string, at: Crossing, keepDefaults: boolean): UpgradeChange[] {
    const changes: UpgradeChange[] = []
    const told = new Set<string>()
    for (;;) {
      const workload = this.find(object)
      if (workload === undefined) return changes
      const mend = mendsFor(this.spec, workload, at.release, at.direction).find(({ flag }) => !told.has(flag) && !this.left.has(`${object} ${flag}`))
      if (mend === undefined) break
      told.add(mend.flag)
      if (mend.edits.length === 0) this.left.add(`${object} ${mend.flag}`)
      this.take(...mend.edits)
      changes.push({ object, name: nameOf(workload), flag: mend.flag, reason: mend.reason, what: mend.what, isDone: mend.edits.length > 0, blocks: mend.blocks })
    }
    return [...changes, ...this.defaults(object, at, keepDefaults)]
  }

  private defaults(object: string, { release, from, direction }: Crossing, keepDefaults: boolean): UpgradeChange[] {
    const workload = this.find(object)
    const before = from === undefined ? undefined : RELEASES[RELEASES.findIndex((known) => known === release) + (direction === 'up' ? -1 : 1)]
    if (workload === undefined || before === undefined) return []
    return changesBetween(workload.kind, before, release).defaults.filter(({ flag }) => flagValues(workload.args, flag).length === 0 && flagOf(workload.kind, flag)?.deprecated === undefined).map(({ flag, before: old, after }) => {
      const isKept = keepDefaults && old !== undefined
      if (isKept) this.take({ op: 'flag.set', object, flag, values: [old] })
      return {
        object, name: nameOf(workload), flag, reason: 'default', isDone: isKept, blocks: false,
        what: isKept
          ? text(`--${flag} is ${after ?? 'unset'} by default instead of ${old}; ${old} is written down.`, `--${flag}의 기본값이 ${old}에서 ${after ?? '없음'}(으)로 바뀌어 ${old}을(를) 적어 둡니다.`)
          : text(`--${flag} is ${after ?? 'unset'} by default instead of ${old ?? 'unset'}, and follows.`, `--${flag}의 기본값이 ${old ?? '없음'}에서 ${after ?? '없음'}(으)로 바뀌며 그대로 따릅니다.`),
      }
    })
  }
}

/** A pod's containers of Thanos change over together: nobody can choose one of them alone. */
function containersOf(workload: Workload): Workload[] {
  return [workload, ...containersBeside(workload)]
}

function nameOf(workload: Workload): string {
  return workload.beside === true ? `${workload.name}:${workload.container}` : workload.name
}

function below(release: Release): string {
  return RELEASES[RELEASES.indexOf(release) - 1] ?? release
}

function directionOf(directions: ReadonlySet<string>): Upgrade['direction'] {
  if (directions.size > 1) return 'mixed'
  if (directions.has('up')) return 'up'
  return directions.has('down') ? 'down' : 'same'
}

/** What a release breaks unless somebody does something about it. */
function leftOfNotes({ release, notes }: UpgradeStep): Text[] {
  return notes.flatMap(({ note: { weight, act }, names }) => (weight === 'breaking' && act !== undefined
    ? [text(`${release}, ${names.join(', ')}: ${act.en}`, `${release}, ${names.join(', ')}: ${act.ko}`)]
    : []))
}

function leftOfImage({ name, before, from, image }: ImageChange): Text[] {
  const isOwn = before !== undefined && !/(^|\/)thanos\/thanos[:@]/.test(before)
  return [
    ...(from === undefined ? [text(`${name}: ${before} does not say its release, so what lies between could not be told. Look whether it starts.`, `${name}: ${before}에서 버전을 알 수 없어 그 사이의 변경을 알려 드릴 수 없습니다. 시작하는지 확인하세요.`)] : []),
    ...(before?.includes('@') === true ? [text(`${name}: the digest of the old image is left out; pin the new one if you pin images.`, `${name}: 이전 이미지의 digest를 뺐습니다. 이미지를 고정한다면 새 digest를 쓰세요.`)] : []),
    ...(isOwn ? [text(`${name}: see that ${image} exists. Other repositories tag otherwise, and their images may have another user and other paths.`, `${name}: ${image}이(가) 있는지 확인하세요. 다른 저장소는 태그, 사용자, 경로가 다를 수 있습니다.`)] : []),
  ]
}

/** Values that the release does not take, such as a word of an enum that came later. */
function leftOfValues(workload: Workload | undefined, release: string, from: string | undefined): Text[] {
  if (workload === undefined) return []
  return workload.args.flatMap((arg) => {
    if (!('flag' in arg) || !('value' in arg)) return []
    const flag = flagOf(workload.kind, arg.flag)
    const now = flag && valueProblem(flag, arg.value, release)
    const wasWrong = flag !== undefined && from !== undefined && valueProblem(flag, arg.value, from) !== undefined
    return now === undefined || wasWrong ? [] : [text(`${nameOf(workload)}: --${arg.flag}: ${now.en}`, `${nameOf(workload)}: --${arg.flag}: ${now.ko}`)]
  })
}
