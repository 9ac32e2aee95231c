// What the text of a file changes for queries or writes, though no flag does: lists of endpoints, choices by label, limits, relabelling.
import { text, type Text } from '../../text.ts'
import { readsByFlag, type FileRead } from '../file-readers.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'
import type { Change, Impact } from './impact.ts'
import { isRunning, pairs } from './pairs.ts'

type Told = { readonly area: Impact['area']; readonly kinds: readonly Workload['kind'][]; readonly flags: readonly string[]; readonly message: (name: string) => Text; readonly detail: Text }

/** Rule files and hashrings have sentences of their own, and a bucket is told by its name. */
const TOLD: readonly Told[] = [
  {
    area: 'queries', kinds: ['query'], flags: ['endpoint.sd-config-file', 'store.sd-files'],
    message: (name) => text(`The file of endpoints that ${name} asks changes`, `${name}이(가) 조회하는 엔드포인트 파일이 바뀝니다`),
    detail: text('It is read while the pods run. Graphs miss what only an endpoint that leaves the list answers for.', '파드가 실행되는 동안 읽어 들입니다. 목록에서 빠진 엔드포인트만 제공하던 데이터는 그래프에서 빠집니다.'),
  },
  {
    area: 'queries', kinds: ['rule'], flags: ['query.sd-files', 'query.config-file'],
    message: (name) => text(`The file of queriers that ${name} asks changes`, `${name}이(가) 조회하는 querier 파일이 바뀝니다`),
    detail: text('Its rules are not evaluated while none of them answers.', 'querier가 하나도 응답하지 않는 동안에는 규칙을 평가하지 못합니다.'),
  },
  {
    area: 'queries', kinds: ['query', 'store'], flags: ['selector.relabel-config-file'],
    message: (name) => text(`${name} chooses by other labels what it answers for`, `${name}이(가) 응답할 데이터를 고르는 레이블 규칙이 바뀝니다`),
    detail: text('Graphs miss what no rule of the file chooses any more.', '파일의 어떤 규칙도 더 이상 고르지 않는 데이터는 그래프에서 빠집니다.'),
  },
  {
    area: 'ingest', kinds: ['receive'], flags: ['receive.limits-config-file'],
    message: (name) => text(`The limits for writes of ${name} change`, `${name}의 쓰기 제한이 바뀝니다`),
    detail: text('It is read while the pods run. Writes beyond a limit are refused.', '파드가 실행되는 동안 읽어 들입니다. 제한을 넘는 쓰기는 거부됩니다.'),
  },
  {
    area: 'ingest', kinds: ['receive'], flags: ['receive.relabel-config-file'],
    message: (name) => text(`${name} relabels series otherwise before it stores them`, `${name}이(가) 저장하기 전에 시리즈의 레이블을 바꾸는 규칙이 달라집니다`),
    detail: text('Series may be dropped, or stored under other labels than until now.', '시리즈가 버려지거나 지금까지와 다른 레이블로 저장될 수 있습니다.'),
  },
]

/** One sentence for each workload and matter of an area whose files have another text than before. */
export function readFiles({ before, after }: Change, area: Impact['area']): Impact[] {
  return TOLD.filter((told) => told.area === area).flatMap(({ kinds, flags, message, detail }) => kinds.flatMap((kind) => pairs(before, after, kind)).flatMap(([old, next]): Impact[] => {
    const [was, is] = [readsOf(before, old, flags), readsOf(after, next, flags)]
    if (!isRunning(next) || textOf(was) === textOf(is)) return []
    return [{ area, weight: 'notice', objects: [...new Set([specObjectId(next), ...is.map(({ config }) => specObjectId(config))])], message: message(next.name), detail }]
  }))
}

function readsOf(spec: StackSpec, workload: Workload, flags: readonly string[]): FileRead[] {
  return flags.flatMap((flag) => readsByFlag(spec, workload, flag))
}

/** Whatever they are called: a file that is only renamed says the same. */
function textOf(reads: readonly FileRead[]): string {
  return JSON.stringify(reads.map(({ config, key }) => config.files[key] ?? '').toSorted())
}
