// What changed from v0.37 to v0.42 that operators notice. Source of every line: the pull request, as CHANGELOG.md of Thanos lists it.
import { text } from '../../text.ts'
import type { ReleaseFacts } from './note.ts'

export const NOTES_V37_TO_V42: readonly ReleaseFacts[] = [
  {
    release: 'v0.37',
    notes: [
      {
        pull: 7704, weight: 'breaking', kinds: ['store', 'receive', 'rule', 'query', 'sidecar'],
        what: text('The old Info call of the StoreAPI is gone: queriers before v0.24 see no stores.', 'StoreAPI의 옛 Info 호출이 없어져 v0.24보다 오래된 querier에는 스토어가 보이지 않습니다.'),
        act: text('Change over queriers that are so old first.', '그렇게 오래된 querier를 먼저 전환하세요.'),
      },
      {
        pull: 7669, weight: 'behaviour', kinds: ['receive'], flags: ['receive.replication-factor'],
        what: text('With two copies one accepted write is enough; it took both before.', '사본이 둘이면 하나만 받아도 쓰기가 성공합니다. 전에는 둘 다 필요했습니다.'),
        back: text('With two copies no receiver may be down again.', '사본이 둘이면 다시 수신기가 하나도 내려가서는 안 됩니다.'),
      },
      {
        pull: 7654, weight: 'behaviour', kinds: [], flags: ['grpc-server-tls-cert', 'remote-write.server-tls-cert'],
        what: text('Servers speak TLS 1.3 and nothing older by default.', '서버가 기본으로 TLS 1.3만 씁니다.'),
        act: text('Set --grpc-server-tls-min-version for clients that cannot; the remote-write port has a flag of its own.', '지원하지 않는 클라이언트가 있으면 --grpc-server-tls-min-version을 설정하세요. remote-write 포트에는 별도 플래그가 있습니다.'),
      },
      {
        pull: 7679, weight: 'behaviour', kinds: ['query'], flags: ['store.limits.request-series', 'store.limits.request-samples'],
        what: text('A querier’s own --store.limits.* hold for the queries that it evaluates; they did nothing there before.', 'querier의 --store.limits.*가 평가하는 쿼리에도 적용됩니다. 전에는 효과가 없었습니다.'),
        act: text('Limits that were too tight now refuse queries.', '너무 빡빡한 제한은 이제 쿼리를 거부합니다.'),
      },
      {
        pull: 7659, weight: 'new', kinds: ['receive'],
        what: text('Copies can be sent by Cap’n Proto, which costs less CPU and memory.', '사본을 Cap’n Proto로 보내 CPU와 메모리를 줄일 수 있습니다.'),
        act: text('Change over all receivers before any is told to use it.', '모든 수신기를 전환한 뒤에 사용하도록 설정하세요.'),
        back: text('Go back to protobuf on every router first: older receivers do not listen on port 19391.', '먼저 모든 라우터를 protobuf로 되돌리세요. 이전 수신기는 19391 포트를 듣지 않습니다.'),
      },
      {
        pull: 7893, weight: 'fix', kinds: ['sidecar'],
        what: text('The sidecar reads the external labels of Prometheus 3.', '사이드카가 Prometheus 3의 external label을 읽습니다.'),
        back: text('Sidecars beside Prometheus 3 do not start.', 'Prometheus 3 옆의 사이드카가 시작하지 않습니다.'),
      },
      {
        pull: 7941, weight: 'fix', kinds: ['receive'],
        what: text('v0.37.1: several new tenants at once no longer race.', 'v0.37.1: 새 테넌트 여럿이 동시에 생겨도 경합하지 않습니다.'),
      },
    ],
  },
  {
    release: 'v0.38',
    notes: [
      {
        pull: 7890, weight: 'breaking', kinds: ['query'],
        what: text('Endpoints belong into a file that is read again while running. --store, --rule, --target, --metadata and --exemplar are gone; --endpoint goes on working.', '엔드포인트는 실행 중에 다시 읽는 파일에 둡니다. --store, --rule, --target, --metadata, --exemplar는 없어졌고 --endpoint는 계속 동작합니다.'),
        back: text('The file is not known: endpoints must stand in flags.', '이 파일을 알지 못하므로 엔드포인트를 플래그에 써야 합니다.'),
      },
      {
        pull: 7012, weight: 'behaviour', kinds: ['query'], flags: ['query.auto-downsampling'],
        what: text('A range shorter than the resolution no longer picks data so coarse that the answer is empty.', '해상도보다 짧은 구간에 너무 거친 데이터를 골라 빈 답을 주지 않습니다.'),
      },
      {
        pull: 7808, weight: 'new', kinds: ['query'],
        what: text('--deduplication.func=chain merges exact copies, which is what receivers make.', '--deduplication.func=chain은 수신기가 만드는 똑같은 사본을 병합합니다.'),
      },
      {
        pull: 7978, weight: 'fix', kinds: ['receive'], flags: ['receive.split-tenant-label-name'],
        what: text('Receivers that split tenants by a label no longer block each other.', '라벨로 테넌트를 나누는 수신기가 서로 막히지 않습니다.'),
      },
      {
        pull: 7996, weight: 'new', kinds: ['receive'],
        what: text('Receivers take OTLP on /api/v1/otlp.', '수신기가 /api/v1/otlp에서 OTLP를 받습니다.'),
      },
    ],
  },
  {
    release: 'v0.39',
    notes: [
      {
        pull: 8289, weight: 'breaking', kinds: ['receive'],
        what: text('Data of receivers from before v0.13 is no longer brought into the layout by tenant.', 'v0.13보다 오래된 수신기의 데이터를 테넌트별 구조로 옮기지 않습니다.'),
      },
      {
        pull: 8315, weight: 'behaviour', kinds: ['query-frontend'],
        what: text('The query frontend is ready only when its querier is.', 'querier가 준비되어야 쿼리 프런트엔드도 준비됩니다.'),
        act: text('Roll out queriers first; a frontend before one that is gone takes no traffic.', 'querier를 먼저 배포하세요. 뒤의 querier가 없으면 프런트엔드가 트래픽을 받지 않습니다.'),
      },
      {
        pull: 8349, weight: 'fix', kinds: ['query-frontend'],
        what: text('v0.39.0 leaks memory in the query frontend; v0.39.1 does not.', 'v0.39.0의 쿼리 프런트엔드는 메모리가 새며 v0.39.1에서 고쳐졌습니다.'),
        act: text('Never run v0.39.0.', 'v0.39.0은 쓰지 마세요.'),
      },
      {
        pull: 8238, weight: 'new', kinds: ['receive'],
        what: text('Shuffle sharding gives each tenant a part of a ring.', '셔플 샤딩으로 테넌트마다 링의 일부를 씁니다.'),
        back: text('shuffle_sharding_config is ignored without a word: tenants spread over the whole ring.', 'shuffle_sharding_config를 조용히 무시하여 테넌트가 링 전체로 퍼집니다.'),
      },
      {
        pull: 8296, weight: 'fix', kinds: ['query', 'receive'],
        what: text('What is buffered of slow stores is bounded: queriers need less memory.', '느린 스토어의 응답을 버퍼에 제한하여 querier의 메모리가 줄어듭니다.'),
      },
    ],
  },
  {
    release: 'v0.40',
    notes: [
      {
        pull: 8334, weight: 'behaviour', kinds: ['query'],
        what: text('Queriers are ready only after the first look for endpoints.', 'querier가 엔드포인트를 처음 찾은 뒤에야 준비됩니다.'),
      },
      {
        pull: 8401, weight: 'behaviour', kinds: ['compact', 'store'],
        what: text('What counts as a complete block is decided anew: only those who write blocks wait for it.', '완전한 블록의 판단이 새로워져 블록을 쓰는 쪽만 기다립니다.'),
      },
      {
        pull: 8464, weight: 'behaviour', kinds: ['store', 'compact'],
        what: text('A block that is marked for deletion stays marked: whoever takes a mark away by hand restarts the readers.', '삭제 표시된 블록은 표시가 유지된다고 봅니다. 표시를 직접 지웠다면 읽는 컴포넌트를 재시작하세요.'),
      },
      {
        pull: 8374, weight: 'fix', kinds: ['query'],
        what: text('Queriers no longer panic when warnings come in at the same time.', '경고가 동시에 들어와도 querier가 패닉하지 않습니다.'),
      },
      {
        pull: 8486, weight: 'fix', kinds: ['receive'], flags: ['receive.replication-protocol'],
        what: text('Exemplars that came by Cap’n Proto keep their labels.', 'Cap’n Proto로 온 exemplar의 라벨이 손상되지 않습니다.'),
      },
    ],
  },
  {
    release: 'v0.41',
    notes: [
      {
        pull: 8630, weight: 'breaking', kinds: ['receive'], flags: ['receive.hashrings-file', 'receive.hashrings'],
        what: text('Shuffle sharding picks pods another way: tenants of rings that use it move.', '셔플 샤딩이 파드를 고르는 방법이 바뀌어 이를 쓰는 링의 테넌트가 옮겨집니다.'),
        act: text('Change over all routers within minutes, and expect twice the head series until the next block.', '모든 라우터를 몇 분 안에 전환하고 다음 블록까지 head 시리즈가 두 배가 될 수 있음을 감안하세요.'),
        back: text('The tenants move back, with the same cost.', '같은 비용으로 테넌트가 되돌아갑니다.'),
      },
      {
        pull: 8661, weight: 'behaviour', kinds: ['receive', 'rule'],
        what: text('Native histograms are always taken in (Prometheus 3.8); --tsdb.enable-native-histograms does nothing.', 'native histogram을 항상 받습니다(Prometheus 3.8). --tsdb.enable-native-histograms는 효과가 없습니다.'),
        back: text('Whether older releases read a head and blocks of the newer TSDB is not promised: let receivers and rulers upload, then start them on empty disks.', '이전 버전이 새 TSDB의 head와 블록을 읽는다는 보장이 없습니다. 수신기와 룰러가 업로드를 마친 뒤 빈 디스크로 시작하세요.'),
      },
      {
        pull: 8659, weight: 'fix', kinds: ['store'],
        what: text('Errors within a partial answer of a store are no longer lost.', '스토어의 부분 응답 오류가 사라지지 않습니다.'),
      },
      {
        pull: 8651, weight: 'new', kinds: ['query', 'rule'],
        what: text('dnsdualstack+ finds IPv4 and IPv6 addresses of a name.', 'dnsdualstack+로 IPv4와 IPv6 주소를 함께 찾습니다.'),
        back: text('Addresses with dnsdualstack+ are not understood.', 'dnsdualstack+ 주소를 이해하지 못합니다.'),
      },
    ],
  },
  {
    release: 'v0.42',
    notes: [
      {
        pull: 8670, weight: 'breaking', kinds: ['receive'],
        what: text('--shipper.ignore-unequal-block-size is gone: the TSDB waits with compaction until blocks are uploaded.', '--shipper.ignore-unequal-block-size가 없어졌습니다. TSDB가 업로드될 때까지 컴팩션을 미룹니다.'),
      },
      {
        pull: 8839, weight: 'breaking', kinds: ['store'],
        what: text('Stores no longer carry a label for queriers before v0.8.', '스토어가 v0.8보다 오래된 querier를 위한 라벨을 붙이지 않습니다.'),
      },
      {
        pull: 8853, weight: 'behaviour', kinds: ['compact'], flags: ['deduplication.replica-label'],
        what: text('A compactor that shares blocks by hashmod leaves replica labels out of the hash: blocks may go to another compactor.', 'hashmod로 블록을 나누는 컴팩터가 해시에서 레플리카 라벨을 빼므로 블록이 다른 컴팩터로 갈 수 있습니다.'),
        act: text('Stop all shards, change over all, start them together.', '모든 샤드를 멈추고 전환한 뒤 함께 시작하세요.'),
        back: text('Stop all shards before going back, too.', '되돌릴 때도 모든 샤드를 멈추세요.'),
      },
      {
        pull: 8796, weight: 'behaviour', kinds: ['query-frontend'], flags: ['query-range.response-cache-config', 'query-range.response-cache-config-file'],
        what: text('More parameters are part of the cache key: the cache is cold at first.', '캐시 키에 더 많은 매개변수가 들어가 캐시가 처음에는 비어 있습니다.'),
      },
      {
        pull: 8831, weight: 'behaviour', kinds: ['query-frontend'], flags: ['query-frontend.log-queries-longer-than'],
        what: text('Slow queries are logged with time_taken_ms, a number, instead of time_taken.', '느린 쿼리 로그의 time_taken이 숫자 time_taken_ms로 바뀝니다.'),
      },
      {
        pull: 8948, weight: 'fix', kinds: ['receive'],
        what: text('v0.42.0 to v0.42.2 do not upload the head when a receiver stops; v0.42.3 does again.', 'v0.42.0–v0.42.2는 수신기가 멈출 때 head를 업로드하지 않으며 v0.42.3에서 고쳐졌습니다.'),
        act: text('Run v0.42.3 or newer before receivers are scaled down.', '수신기를 줄이기 전에 v0.42.3 이상을 쓰세요.'),
      },
      {
        pull: 8726, weight: 'fix', kinds: [],
        what: text('Closes CVE-2026-33186, by which requests could pass path rules of the gRPC server.', '요청이 gRPC 서버의 경로 규칙을 지나칠 수 있던 CVE-2026-33186을 막습니다.'),
      },
      {
        pull: 8594, weight: 'new', kinds: ['query'],
        what: text('The endpoints file says TLS and compression for each endpoint.', '엔드포인트 파일에서 엔드포인트별로 TLS와 압축을 정합니다.'),
        back: text('client_config in the file is ignored: endpoints are asked without TLS, unless flags say it.', '파일의 client_config를 무시하여 플래그가 없으면 TLS 없이 조회합니다.'),
      },
    ],
  },
]
