// Separate arguments that begin with "@": Thanos reads the file of that name for further arguments.
import { text } from '../../text.ts'
import { flagOf } from '../catalogue.ts'
import { atFlag, isFragment, report, safeFix, type Check, type Where } from '../check.ts'
import { fileAt } from '../files.ts'
import type { Finding } from '../finding.ts'
import { specObjectId, workloads, type Arg, type StackSpec, type Workload } from '../spec.ts'

/** kingpin parser.go, Next(): the value after "=" and whatever follows "--" are left as they are. */
const SOURCE = 'https://github.com/alecthomas/kingpin/blob/v2.4.0/parser.go'

/** A value such as `--label @x` is not the label "@x" but the first line of the file x. */
export const argumentFiles: Check = ({ spec }) => workloads(spec).flatMap((workload) => {
  const end = workload.args.findIndex((arg) => arg.style === 'verbatim' && arg.text === '--')
  return workload.args.slice(0, end < 0 ? undefined : end).flatMap((arg) => judge(spec, workload, arg))
})

function judge(spec: StackSpec, workload: Workload, arg: Arg): Finding[] {
  const written = separate(arg)
  if (written === undefined || !written.startsWith('@')) return []
  const path = written.slice(1)
  const where: Where = { ...(arg.style === 'space' ? atFlag(workload, arg.flag, SOURCE) : { object: specObjectId(workload), path: 'args', source: SOURCE }), about: written }
  if (isThere(spec, workload, path)) {
    return [report(where, 'flag/arguments-in-file', 'warning',
      text(`Thanos reads further arguments from ${path}, which these checks do not see.`, `Thanos가 ${path}에서 인자를 더 읽으며, 이 검사는 그 인자를 보지 못합니다.`),
      text('Each line of a file behind "@" is an argument. Write the flags in the manifest, so that plans and checks know them.', '"@" 뒤 파일의 각 줄이 인자가 됩니다. 계획과 검사가 알 수 있도록 플래그를 매니페스트에 쓰세요.'))]
  }
  return [report(where, 'flag/argument-file', 'error',
    text(`Thanos takes the argument ${written} for a file of arguments, and there is no file ${path === '' ? 'behind "@"' : path}.`, `Thanos가 인자 ${written}을(를) 인자 파일로 읽는데 ${path === '' ? '"@" 뒤에 파일 이름이' : `${path} 파일이`} 없습니다.`),
    text('Thanos exits at start: what stands alone and begins with "@" names a file. Behind "=" it is a value as any other.', '따로 쓴 인자가 "@"로 시작하면 파일 이름이 되어 Thanos가 시작하자마자 종료됩니다. "=" 뒤에 쓰면 보통 값입니다.'),
    arg.style === 'space' && flagOf(workload.kind, arg.flag)?.repeatable !== true
      ? safeFix(text(`Write --${arg.flag}=${arg.value}`, `--${arg.flag}=${arg.value}(으)로 바꾸기`), { op: 'flag.set', object: where.object, flag: arg.flag, values: [] }, { op: 'flag.set', object: where.object, flag: arg.flag, values: [arg.value] })
      : undefined)]
}

/** An argument that kingpin reads as a word of its own. */
function separate(arg: Arg): string | undefined {
  if (arg.style === 'space') return arg.value
  return arg.style === 'word' || arg.style === 'verbatim' ? arg.text : undefined
}

/** Of a piece of an installation, and of a name that the environment makes, nobody can say that the file is not there. */
function isThere(spec: StackSpec, workload: Workload, path: string): boolean {
  if (path === '') return false
  if (isFragment(workload) || path.includes('$(') || !path.startsWith('/')) return isFragment(workload) || path.includes('$(')
  return !['no-mount', 'no-key'].includes(fileAt(spec, workload, path).status)
}
