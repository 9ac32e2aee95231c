// A sidecar and the Prometheus that it stands beside: without a TSDB it is useless, and with compaction on it does not upload.
import { text } from '../../../text.ts'
import { booleanFlag } from '../../args.ts'
import { flagValue } from '../../read-args.ts'
import { isFragment, report, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { specObjectId, type Workload } from '../../spec.ts'
import { externalLabels, prometheusBeside, type PrometheusBeside } from '../prometheus-beside.ts'

const SOURCE = 'https://thanos.io/tip/components/sidecar.md'

export const besidePrometheus: Check = ({ spec }) => workloadsOf(spec, 'sidecar').filter((workload) => !isFragment(workload)).flatMap((sidecar): Finding[] => {
  const prometheus = prometheusBeside(spec, sidecar)
  if (!prometheus) return []
  if (prometheus.args.some((arg) => arg === '--agent' || /^--enable-feature=.*\bagent\b/.test(arg))) return [ofAgent(sidecar)]
  const uploads = ['objstore.config', 'objstore.config-file'].some((flag) => flagValue(sidecar.args, flag) !== undefined)
  return uploads ? [...compacting(sidecar, prometheus.args), ...withoutLabels(sidecar, prometheus)] : []
})

function ofAgent(sidecar: Workload): Finding {
  return report({ object: specObjectId(sidecar), path: 'spec.template.spec.containers', source: SOURCE }, 'sidecar/beside-agent', 'error',
    text(`${sidecar.name} runs a Thanos sidecar beside a Prometheus agent.`, `${sidecar.name}은(는) Prometheus agent 옆에 Thanos sidecar를 실행합니다.`),
    text('An agent keeps no TSDB: there is nothing to query and no block to upload. Agents write to receivers (remote_write).', 'agent에는 TSDB가 없어 조회할 것도 업로드할 블록도 없습니다. agent는 수신기에 remote_write로 보냅니다.'))
}

/** Blocks that Prometheus compacts itself overlap in the bucket. Source: cmd/thanos/sidecar.go, validatePrometheus. */
function compacting(sidecar: Workload, args: readonly string[]): Finding[] {
  const value = (flag: string): string | undefined => args.find((arg) => arg.startsWith(`--${flag}=`))?.slice(flag.length + 3)
  const isDelayed = value('storage.tsdb.delay-compact-file.path') !== undefined
  const least = value('storage.tsdb.min-block-duration') ?? '2h'
  const isIgnored = booleanFlag('sidecar', sidecar.args, 'shipper.ignore-unequal-block-size')
  if (args.length === 0 || isDelayed || isIgnored || value('storage.tsdb.max-block-duration') === least) return []
  return [report({ object: specObjectId(sidecar), path: 'spec.template.spec.containers', source: SOURCE }, 'sidecar/prometheus-compacts', 'error',
    text(`The Prometheus of ${sidecar.name} compacts its blocks, and the sidecar uploads them.`, `${sidecar.name}의 Prometheus가 블록을 직접 컴팩션하는데 sidecar가 이를 업로드합니다.`),
    text('The sidecar exits at start. Give Prometheus --storage.tsdb.min-block-duration=2h and --storage.tsdb.max-block-duration=2h, or since v0.41 --storage.tsdb.delay-compact-file.path.', 'sidecar가 시작하자마자 종료됩니다. Prometheus에 --storage.tsdb.min-block-duration=2h와 --storage.tsdb.max-block-duration=2h를 주거나, v0.41부터는 --storage.tsdb.delay-compact-file.path를 쓰세요.'))]
}

function withoutLabels(sidecar: Workload, { file, config }: PrometheusBeside): Finding[] {
  if (!file || !config || Object.keys(externalLabels(config)).length > 0) return []
  return [report({ object: specObjectId(file.object), path: `files.${file.key}`, source: SOURCE, about: sidecar.name }, 'sidecar/no-external-labels', 'error',
    text(`The Prometheus of ${sidecar.name} has no external_labels.`, `${sidecar.name}의 Prometheus에 external_labels가 없습니다.`),
    text('The sidecar exits at start: no external labels configured on Prometheus server. They tell its blocks from those of others.', 'sidecar가 "no external labels configured on Prometheus server"로 시작하자마자 종료됩니다. 이 라벨로 블록의 출처를 구분합니다.'))]
}
