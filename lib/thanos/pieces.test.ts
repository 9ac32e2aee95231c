// Pieces pasted alone, wrapped in what guides, chats and terminals wrap them in.
import { describe, expect, it } from 'vitest'
import { adopt } from './adopt.ts'
import { lint } from './lint.ts'
import { shellWords } from './shell.ts'
import { renderArgs } from './read-args.ts'

const paste = (...texts: string[]) => adopt(texts.map((text, at) => ({ name: `paste-${at}`, text })))
const found = (...texts: string[]): string[] => lint(paste(...texts).spec).map(({ code, path }) => `${code} ${path}`)
const understood = (...texts: string[]): string[] => paste(...texts).spec.objects.map((object) => `${object.type} ${object.object}${object.type === 'workload' ? ` ${object.kind}` : ''}`)
const sentences = (text: string): string[] => paste(text).problems.map(({ message }) => message.en)

const STORE = `args:
  - store
  - --data-dir=/var/thanos/store
  # 최근 데이터는 Receiver에서 처리
  - --min-time=-6h
`
const RECEIVE = `# StatefulSet 설정
replicas: 3  # 최소 3개 권장

args:
  - receive
  - --tsdb.path=/var/thanos/receive
  - --tsdb.retention=2h  # 짧을수록 디스크 절약
  - --objstore.config-file=/etc/thanos/objstore.yml
  - --receive.hashrings-file=/etc/thanos/hashrings.json
  - --receive.replication-factor=1  # 3개 권장
`

describe('a piece', () => {
  it.each([
    ['as it is', STORE],
    ['with Windows line ends', STORE.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${STORE}`],
    ['indented as a whole', STORE.replaceAll(/^/gm, '    ')],
    ['in a code fence', `\`\`\`yaml\n${STORE}\`\`\`\n`],
    ['in an indented code fence', `   \`\`\`yaml\n${STORE.replaceAll(/^/gm, '   ')}\`\`\`\n`],
    ['with the closing fence only', `${STORE}\`\`\`\n`],
    ['with the opening fence only', `~~~\n${STORE}`],
    ['in a Markdown text', `## 시간 파티셔닝\n\n주의: 아래와 같이 설정합니다.\n\n\`\`\`yaml\n${STORE}\`\`\`\n\n\`\`\`bash\nkubectl apply -f x.yaml\n\`\`\`\n`],
    ['after a prompt', `$ kubectl get sts thanos-store -o yaml | grep -A9 args\n${STORE}`],
    ['after a command that goes on', `kubectl -n monitoring get sts \\\n  thanos-store -o yaml\n${STORE}`],
    ['in a here-document', `cat <<'EOF' > args.yaml\n${STORE}EOF\n`],
    ['as a list without its key', STORE.replace('args:\n', '')],
    ['as a list of flags without the command', '- --data-dir=/var/thanos/store\n- --min-time=-6h\n'],
    ['as bare flags', '--data-dir=/var/thanos/store\n--min-time=-6h # 최근 6시간\n'],
    ['as bare flags with Windows line ends', '--data-dir=/var/thanos/store\r\n--min-time=-6h\r\n'],
    ['as flags that go on', '  --data-dir=/var/thanos/store \\\n  --min-time="-6h" \\\n'],
    ['as a command of a shell', '$ thanos store \\\n    --data-dir "/var/thanos/store" \\\n    --min-time=-6h\n'],
    ['as a unit of systemd', 'ExecStart=/usr/bin/thanos store --data-dir=/var/thanos/store --min-time=-6h\n'],
    ['with command and args apart', 'command: ["/bin/thanos", "store"]\nargs: ["--data-dir", "/var/thanos/store", "--min-time=-6h"]\n'],
  ])('is understood %s, and its finding names the flag', (_how, text) => {
    expect(paste(text).problems).toEqual([])
    expect(understood(text)).toEqual(['workload Fragment store'])
    expect(found(text)).toEqual(['store/only-recent flags.min-time'])
  })

  it('keeps the line on which it stands', () => {
    const { places } = paste(`prose\n\n\`\`\`yaml\n${STORE}\`\`\`\nprose\n\`\`\`yaml\n${RECEIVE}\`\`\`\n`)
    expect(Object.values(places).map(({ line }) => line)).toEqual([4, 13])
  })

  it('takes flags that are given once more after a comment for alternatives, each judged alone', () => {
    expect(found('# 최근 6시간\n--min-time=-6h\n\n# 1년 이상\n--min-time=-8760h\n')).toEqual(['store/only-recent flags.min-time', 'store/only-recent flags.min-time'])
    expect(found('--min-time=-6h\n--min-time=-8760h\n')).toContain('flag/repeated flags.min-time')
    expect(understood('--query.replica-label=a\n\n--query.replica-label=b\n')).toEqual(['workload Fragment query'])
  })

  it('loses no flags beside documents of other sorts', () => {
    expect(understood('--wait\n\ngroups:\n  - name: a\n    rules: []\n')).toEqual(['workload Fragment compact', 'config Fragment'])
    expect(understood('--compact.concurrency=3\n\nargs: [store, --data-dir=/x]\n')).toEqual(['workload Fragment compact', 'workload Fragment store'])
  })

  it('is seen with all that stands in it', () => {
    expect(found(RECEIVE)).toEqual([
      'receive/no-external-label flags.label', 'receive/no-local-endpoint flags.receive.local-endpoint',
      'receive/short-retention flags.tsdb.retention', 'receive/single-copy flags.receive.replication-factor',
    ])
    expect(found('args: [query, --store=a:10901]')).toEqual(['flag/unknown flags.store'])
    expect(found('--index-cache-size=2GB\n--chunk-pool-size=4GB\n')).toEqual(['store/caches-need-memory flags.chunk-pool-size'])
    expect(found('--index-cache-size=2GB\n--chunk-pool-size=4GB\nresources:\n  limits:\n    memory: 4Gi\n')).toEqual(['store/caches-above-limit resources'])
    expect(found('args: [compact, --data-dir=/x]\nreplicas: 1')).toEqual(['compact/no-wait flags.wait'])
    expect(found('args: [query, --query.replica-label=rule_replica]', `args:\n  - rule\n  - --label=ruler_replica="$(POD_NAME)"\n`)).toEqual(['query/replica-label-missing flags.query.replica-label'])
  })

  it.each([
    ['bare flags of receive', '--tsdb.retention=2d\n--receive.hashrings-file=/x\n'],
    ['bare flags of rule', `--label=replica="$(POD_NAME)"\n--alertmanagers.url=dnssrv+http://_web._tcp.am\n`],
    ['bare flags of compact', '--compact.concurrency=3\n'],
    ['a router', `args: [receive, '--label=a="b"', --receive.hashrings-file=/x]\n`],
    ['a query without replica labels beside a ruler', `args: [query, --query.timeout=1m]\n---\nargs: [rule, '--label=a="$(POD_NAME)"', --query=http://q]\n`],
    ['resources alone', 'resources:\n  limits:\n    cpu: 500m      # 1-2 CPU로 증가\n    memory: 1Gi\n'],
    ['replicas alone', 'replicas: 2  # 최소 2개 권장\n'],
    ['a claim template alone', 'volumeClaimTemplates:\n  - metadata: { name: data }\n    spec: { resources: { requests: { storage: 50Gi } } }\n'],
    ['a hashring', '[{ "hashring": "default", "endpoints": ["a-0.a.m.svc.cluster.local:10901", "a-1.a.m.svc.cluster.local:10901"] }]\n'],
    ['an endpoints file', 'endpoints:\n  - address: thanos-store:10901\n'],
    ['a cache in memcached', 'type: MEMCACHED\nconfig:\n  addresses: ["dnssrv+_client._tcp.memcached.monitoring.svc"]\n'],
    ['tracing', 'type: OTLP\nconfig:\n  client_type: grpc\n'],
    ['a lifecycle for incomplete uploads', '{ "Rules": [{ "ID": "abort", "Status": "Enabled", "Filter": {}, "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 } }] }'],
    ['a bucket policy with a principal', '{ "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::1:user/thanos" }, "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::b/*" }] }'],
  ])('says nothing against %s', (_what, text) => {
    expect(paste(text).problems).toEqual([])
    expect(understood(text).length).toBeGreaterThan(0)
    expect(found(text)).toEqual([])
  })

  it('names what a bucket policy and a lifecycle do', () => {
    expect(found('{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:aws:s3:::b"] }] }')).toEqual(['objstore/policy-without-principal Statement'])
    expect(found('{\n  "Rules": [{\n    "Id": "DeleteOldBlocks",\n    "Status": "Enabled",\n    "Expiration": {\n      "Days": 395  # Compactor retention보다 길게\n    }\n  }]\n}\n')).toEqual(['objstore/lifecycle-expires Rules[0].Expiration', 'objstore/lifecycle-malformed Rules[0]'])
  })

  it.each([
    ['a hashring that is no list', '{ "hashring": "default", "endpoints": ["a:10901"] }'],
    ['a hashring in YAML', '- hashring: default\n  endpoints: ["a:10901"]\n'],
  ])('says that receive refuses %s', (_what, text) => {
    expect(found(text)).toEqual(['hashring/unreadable files.hashrings.json'])
  })

  it.each([
    ['shell commands', '# 모든 Thanos Pod 확인\nkubectl get pods -n monitoring | grep thanos\n\nkubectl exec thanos-store-0 -- \\\n  thanos tools bucket ls \\\n  --objstore.config-file=/etc/thanos/objstore.yml | wc -l\n', 'These are shell commands'],
    ['a block of shell commands', '```bash\nkubectl get svc\n```\n', 'These are shell commands'],
    ['a diagram', '```\n┌─────┐\n│ Edge │\n└─────┘\n```\n', 'This is no Kubernetes object'],
    ['a tree of a bucket', 's3://thanos-metrics/\n├── 01H...        # blocks\n│   └── meta.json\n', 'This is no Kubernetes object'],
    ['PromQL', '# rate\nrate(thanos_receive_write_samples_sum[5m])\n\nthanos_bucket_store_blocks_loaded\n', 'This is no Kubernetes object'],
    ['a line of a log', 'failed to upload block: access denied\n', 'This is no Kubernetes object'],
  ])('says of %s that there is nothing to check', (_what, text, words) => {
    expect(paste(text).spec.objects).toEqual([])
    expect(sentences(text)).toEqual([expect.stringContaining(words)])
  })

  it('leaves fences, prompts and commands inside of Kubernetes objects as they are', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  readme.md: |\n    ```bash\n    $ kubectl get pods\n    ```\n  run.sh: |\n    kubectl get pods\n    thanos store \\\n      --min-time=-6h\n    --min-time=-6h\n'
    const { spec, problems } = paste(text)
    expect(problems).toEqual([])
    expect(spec.objects).toMatchObject([{ type: 'config', files: { 'readme.md': '```bash\n$ kubectl get pods\n```\n', 'run.sh': 'kubectl get pods\nthanos store \\\n  --min-time=-6h\n--min-time=-6h\n' } }])
  })

  it('finds values that kingpin would not take for one', () => {
    expect(found('args: [store, --min-time, -6h, --data-dir]')).toEqual(['flag/missing-value flags.data-dir', 'flag/missing-value flags.min-time', 'store/only-recent flags.min-time'])
    expect(found('args: [store, --data-dir, --max-time=-6h]')).toEqual(['flag/missing-value flags.data-dir'])
    expect(found('args: [store, --data-dir, /x, --consistency-delay, 5m]')).toEqual([])
  })

  it('finds quotes that no shell takes off, and takes them off where one would', () => {
    expect(found(`args:\n  - query\n  - --query.replica-label="replica"\n`)).toEqual(['flag/quoted-value flags.query.replica-label'])
    expect(found(`args: [rule, '--label=a="b"']\n`)).toEqual([])
    const { spec } = paste(`thanos receive \\\n  --label 'receive_replica="0"' --label=region=\\"eu\\" --tsdb.path "/a b" | tee log\n`)
    const [receive] = spec.objects
    expect(receive?.type === 'workload' ? renderArgs(receive.args) : []).toEqual(['receive', '--label', 'receive_replica="0"', '--label=region="eu"', '--tsdb.path', '/a b'])
  })
})

describe('limits', () => {
  it('hold for all files together', () => {
    const many = Array.from({ length: 3 }, (_, file) => ({ name: 'same.yaml', text: Array.from({ length: 900 }, (__, at) => `apiVersion: v1\nkind: Service\nmetadata: { name: s-${file}-${at} }\n`).join('---\n') }))
    const { spec, problems } = adopt(many)
    expect(spec.objects).toHaveLength(2000)
    expect(problems.map(({ file, message }) => `${file} ${message.en}`)).toEqual([expect.stringContaining('same.yaml more than 2,000 documents')])
  })
})

it.each([
  [`a 'b c' "d \\"e\\"" f\\ g`, ['a', 'b c', 'd "e"', 'f g']],
  ['--label=a="$(POD_NAME)" x', ['--label=a=$(POD_NAME)', 'x']],
  [`--a 'open`, ['--a', `'open`]],
  ['a && b', ['a']],
])('splits %s as a shell does, and does not fail on a quote that stays open', (line, words) => {
  expect(shellWords(line)).toEqual(words)
})
