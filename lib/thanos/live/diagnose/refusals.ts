// Writes that receivers refuse: what each code means, and what is done about it.
import { isMap, isScalar, parseDocument, visit } from 'yaml'
import { text, type Text } from '../../../text.ts'
import { chosenFix } from '../../check.ts'
import { fileAt } from '../../files.ts'
import type { Fix } from '../../finding.ts'
import { flagValue } from '../../read-args.ts'
import { specObjectId, workloads } from '../../spec.ts'
import type { Outcome, Scene, Way } from './diagnosis.ts'

type Remedy = Pick<Extract<Outcome, { is: 'failed' }>, 'verdict' | 'fix' | 'way' | 'todo'>
type Told = { verdict: Text; way?: Way; todo?: readonly Text[]; limits?: readonly string[] }

const NO_LIMITS = text('No limits file of these receivers stands in the spec: look for `--receive.limits-config` or the file of `--receive.limits-config-file` on the pods that edges write to, and raise the limit there. Receivers read it again by themselves.', '스펙에 제한 파일이 없습니다. 엣지가 쓰는 파드에서 `--receive.limits-config` 또는 `--receive.limits-config-file`의 파일을 찾아 제한을 높이세요. receive는 파일을 스스로 다시 읽습니다.')

/** What receive answers with which code. `limits` are the settings that a write goes against. Source: pkg/receive/handler.go, pkg/receive/limiter_config.go. */
const CODES: Readonly<Record<string, Told>> = {
  409: { way: 'edges', verdict: text('Receivers refuse the samples with 409: they are older than what is stored, or two senders write the same series. Senders drop them.', 'receive가 409로 거부합니다. 이미 저장된 것보다 오래된 샘플이거나 두 곳에서 같은 시계열을 보냅니다. 보내는 쪽은 샘플을 버립니다.') },
  413: {
    limits: ['size_bytes_limit', 'series_limit', 'samples_limit'],
    verdict: text('Receivers refuse the requests with 413: they are above the write limits of the tenant, and senders drop them.', 'receive가 413으로 거부합니다. 테넌트의 쓰기 제한을 넘었으며 보내는 쪽은 샘플을 버립니다.'),
    todo: [text('Or have the edges send less at once: a lower `max_samples_per_send` in their `queue_config`.', '또는 엣지가 한 번에 적게 보내게 하세요. `queue_config`의 `max_samples_per_send`를 낮춥니다.')],
  },
  429: {
    limits: ['head_series_limit'],
    verdict: text('Receivers refuse new series with 429: the tenant is at its head series limit.', 'receive가 429로 새 시계열을 거부합니다. 테넌트가 헤드 시계열 제한에 도달했습니다.'),
    todo: [
      text('More series need more memory: look at the receivers’ memory before the limit is raised.', '시계열이 늘면 메모리가 더 필요합니다. 제한을 높이기 전에 receive의 메모리를 확인하세요.'),
      text('Or have the edges send fewer: `topk(10, count by (__name__) ({__name__=~".+"}))` on an edge names its largest metrics, and `write_relabel_configs` drops them.', '또는 엣지가 적게 보내게 하세요. 엣지에서 `topk(10, count by (__name__) ({__name__=~".+"}))`로 가장 큰 메트릭을 찾아 `write_relabel_configs`로 버립니다.'),
    ],
  },
  400: { way: 'edges', verdict: text('Receivers refuse the requests with 400: a bad tenant or replica header.', 'receive가 400으로 거부합니다. 테넌트나 복제본 헤더가 잘못되었습니다.') },
  500: {
    way: 'topology', verdict: text('Writes end in 500: a request found no ring for its tenant, or was forwarded until it timed out.', '쓰기가 500으로 끝납니다. 테넌트에 맞는 링이 없거나 시간이 초과될 때까지 전달되었습니다.'),
    todo: [text('Look at the rings: one must take every tenant, or have none of its own. Then at the receivers that are forwarded to: whether they are ready, and their logs.', '링을 확인하세요. 모든 테넌트를 받는 링이 있어야 합니다. 그다음 전달받는 receive가 준비되었는지와 그 로그를 확인하세요.')],
  },
  503: {
    way: 'topology', verdict: text('Writes end in 503: too few receivers of the ring are ready for a quorum. Senders try again.', '쓰기가 503으로 끝납니다. 정족수를 채울 만큼 준비된 receive가 링에 없습니다. 보내는 쪽은 다시 시도합니다.'),
    todo: [
      text('On the map, open the receivers: those that are not ready say why in their log and events.', '맵에서 receive를 여세요. 준비되지 않은 파드의 이유는 로그와 이벤트에 있습니다.'),
      text('Have them start again; of one that is gone for good, take its endpoint out of the hashring, so that the rest makes a quorum.', '다시 시작되게 하세요. 영영 사라진 receive는 해시링에서 엔드포인트를 빼면 나머지로 정족수가 채워집니다.'),
      text('Nothing is lost meanwhile as long as the senders keep it: a Prometheus keeps about two hours.', '보내는 쪽이 보관하는 동안은 잃지 않습니다. Prometheus는 약 두 시간을 보관합니다.'),
    ],
  },
}

/** What a code means, with the limits raised where they stand in the spec. */
export function refusalRemedy(scene: Scene, code: string): Remedy {
  const { verdict, way, todo = [], limits } = CODES[code] ?? { verdict: text(`Writes end in HTTP ${code}.`, `쓰기가 HTTP ${code}(으)로 끝납니다.`), way: 'topology' as const, todo: [text('The logs of the receivers say why: open them on the map.', '이유는 receive의 로그에 있습니다. 맵에서 여세요.')] }
  const fix = limits === undefined ? undefined : raised(scene, limits)
  const all = limits !== undefined && fix === undefined ? [NO_LIMITS, ...todo] : todo
  return { verdict, ...(fix === undefined ? {} : { fix }), ...(way === undefined ? {} : { way }), ...(all.length === 0 ? {} : { todo: all }) }
}

/** Half as much again of each of these limits, of all tenants: which one is at its limit is not told. What memory it takes is a person's choice. */
function raised({ spec }: Scene, names: readonly string[]): Fix | undefined {
  for (const workload of workloads(spec).filter(({ kind, object }) => kind === 'receive' && object !== 'Fragment')) {
    const path = flagValue(workload.args, 'receive.limits-config-file')
    const found = path === undefined ? undefined : fileAt(spec, workload, path)
    if (found?.status !== 'file' || found.text === undefined) continue
    const document = parseDocument(found.text)
    if (document.errors.length > 0 || !isMap(document.contents)) continue
    const changed: string[] = []
    visit(document, {
      Pair: (_, { key, value }) => {
        if (!isScalar(key) || !names.includes(String(key.value)) || !isScalar(value) || typeof value.value !== 'number' || value.value <= 0) return
        const limit = Math.ceil(value.value * 1.5)
        changed.push(`${String(key.value)} ${limit}`)
        value.value = limit
      },
    })
    if (changed.length > 0) return chosenFix(text(`Raise the limits by half: ${changed.join(', ')}`, `제한을 절반만큼 높임: ${changed.join(', ')}`), { op: 'file.set', object: specObjectId(found.object), key: found.key, text: document.toString() })
  }
  return undefined
}
