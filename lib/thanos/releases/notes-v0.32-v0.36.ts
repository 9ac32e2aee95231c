// What changed from v0.32 to v0.36 that operators notice. Source of every line: the pull request, as CHANGELOG.md of Thanos lists it.
import { text } from '../../text.ts'
import type { ReleaseFacts } from './note.ts'

export const NOTES_V32_TO_V36: readonly ReleaseFacts[] = [
  {
    release: 'v0.32',
    notes: [
      {
        pull: 6107, weight: 'breaking', kinds: [], unlessPod: '/securityContext/fsGroup',
        what: text('The image runs as user 1001 instead of root.', '이미지가 root 대신 사용자 1001로 실행됩니다.'),
        act: text('Give the pod fsGroup: 1001, else volumes that root wrote cannot be written: receive, rule, store and compact exit at start.', '파드에 fsGroup: 1001을 설정하세요. root가 쓴 볼륨에 쓸 수 없으면 receive, rule, store, compact가 시작하자마자 종료됩니다.'),
        back: text('Files of user 1001 are no obstacle to root.', '사용자 1001의 파일은 root에게 문제가 되지 않습니다.'),
      },
      {
        pull: 6168, weight: 'breaking', kinds: ['receive'], flags: ['receive.hashrings-file', 'receive.hashrings'],
        what: text('A ketama ring with fewer pods than copies is refused at once, where it failed write by write before.', '사본 수보다 파드가 적은 ketama 링을 바로 거부합니다. 전에는 쓰기마다 실패했습니다.'),
        act: text('Count the pods of each ring against the replication factor first.', '먼저 링마다 파드 수를 복제 계수와 비교하세요.'),
      },
      {
        pull: 6327, weight: 'behaviour', kinds: [],
        what: text('HTTP metrics are histograms instead of summaries: http_request_duration_seconds has buckets and no quantiles.', 'HTTP 메트릭이 summary에서 histogram으로 바뀌어 http_request_duration_seconds에 quantile 대신 버킷이 있습니다.'),
        act: text('Rewrite dashboards and alerts that read quantiles.', 'quantile을 읽는 대시보드와 알림을 고치세요.'),
      },
      {
        pull: 6049, weight: 'behaviour', kinds: ['compact'],
        what: text('Compaction metrics carry resolution instead of group.', '컴팩션 메트릭의 라벨이 group에서 resolution으로 바뀝니다.'),
        act: text('Alerts that group by group find nothing.', 'group으로 묶는 알림은 아무것도 찾지 못합니다.'),
      },
      {
        pull: 6479, weight: 'behaviour', kinds: ['store'],
        what: text('thanos_bucket_store_cached_series_fetch_duration_seconds and its postings twin lose the word cached.', 'thanos_bucket_store_cached_series_fetch_duration_seconds와 postings 메트릭 이름에서 cached가 빠집니다.'),
      },
      {
        pull: 6071, weight: 'behaviour', kinds: ['query-frontend'], flags: ['query-range.response-cache-config', 'query-range.response-cache-config-file'],
        what: text('Cached responses have another form: answers of the old release cannot be read.', '캐시된 응답의 형식이 바뀌어 이전 버전의 응답을 읽을 수 없습니다.'),
        act: text('Empty memcached or Redis when you change over, or give it another key prefix.', '전환할 때 memcached나 Redis를 비우거나 키 접두사를 바꾸세요.'),
        back: text('Empty the response cache again.', '응답 캐시를 다시 비우세요.'),
      },
      {
        pull: 6405, weight: 'behaviour', kinds: ['store'],
        what: text('Postings are cached under another key and encoding: a shared index cache is cold at first.', 'posting이 다른 키와 인코딩으로 캐시되어 공유 인덱스 캐시가 처음에는 비어 있습니다.'),
      },
      {
        pull: 6163, weight: 'behaviour', kinds: ['receive'],
        what: text('Forwarding backs off for 5 s at most instead of 30 s: receivers that come back get series sooner.', '전달 재시도 간격이 최대 30초에서 5초로 줄어 돌아온 수신기가 더 빨리 시리즈를 받습니다.'),
      },
      {
        pull: 6503, weight: 'fix', kinds: ['receive'],
        what: text('Limits and relabelling from a mounted ConfigMap are read again when they change.', '마운트된 ConfigMap의 limits와 relabel 설정이 바뀌면 다시 읽습니다.'),
      },
      {
        pull: 6598, weight: 'fix', kinds: ['compact'],
        what: text('Downsampling no longer writes broken blocks that are read as "invalid size".', '다운샘플링이 "invalid size"로 읽히는 손상된 블록을 더는 만들지 않습니다.'),
      },
    ],
  },
  {
    release: 'v0.33',
    notes: [
      {
        pull: 6686, weight: 'breaking', kinds: [], flags: ['log.request.decision'],
        what: text('--log.request.decision is gone; which requests are logged is said in --request.logging-config.', '--log.request.decision이 없어지고 어떤 요청을 기록할지는 --request.logging-config에 씁니다.'),
      },
      {
        pull: 6794, weight: 'behaviour', kinds: ['query', 'store'],
        what: text('Metrics of query and store carry the label tenant.', 'query와 store의 메트릭에 tenant 라벨이 붙습니다.'),
        act: text('Queries that match label sets one to one need sum without (tenant).', '라벨 집합을 일대일로 맞추는 쿼리에는 sum without (tenant)가 필요합니다.'),
      },
      {
        pull: 6698, weight: 'behaviour', kinds: ['receive'],
        what: text('Out-of-order and duplicate samples are logged as info, no longer as warnings.', '순서가 어긋나거나 중복된 샘플을 warn 대신 info로 기록합니다.'),
      },
      {
        pull: 6765, weight: 'new', kinds: ['store'],
        what: text('The index cache takes enabled_items and ttl, so that a shared cache keeps what pays.', '인덱스 캐시에 enabled_items와 ttl이 생겨 공유 캐시에 이로운 것만 둘 수 있습니다.'),
      },
    ],
  },
  {
    release: 'v0.34',
    notes: [
      {
        pull: 6539, weight: 'behaviour', kinds: ['store'],
        what: text('The bucket is looked through every 15 min instead of every 3: new blocks are served later.', '버킷을 3분 대신 15분마다 살펴 새 블록을 더 늦게 제공합니다.'),
        act: text('Receivers must keep blocks for at least that long after the upload; days are usual.', '수신기가 업로드 후 그보다 오래 블록을 보관해야 합니다. 보통 며칠입니다.'),
        back: text('Requests to the bucket grow fivefold.', '버킷 요청이 다섯 배로 늘어납니다.'),
      },
      {
        pull: 7014, weight: 'breaking', kinds: ['query'], flags: ['enable-feature'],
        what: text('Query pushdown is gone: --enable-feature=query-pushdown is ignored.', '쿼리 푸시다운이 없어져 --enable-feature=query-pushdown을 무시합니다.'),
      },
      {
        pull: 6887, weight: 'behaviour', kinds: ['query-frontend'],
        what: text('Metrics of the query frontend carry the label tenant.', '쿼리 프런트엔드의 메트릭에 tenant 라벨이 붙습니다.'),
      },
      {
        pull: 6943, weight: 'new', kinds: ['rule'],
        what: text('Alerting rules take keep_firing_for.', '알림 규칙에 keep_firing_for를 쓸 수 있습니다.'),
        back: text('Rule files with keep_firing_for are refused, and the ruler exits at start.', 'keep_firing_for가 있는 규칙 파일을 거부하여 룰러가 시작하자마자 종료됩니다.'),
      },
      {
        pull: 6944, weight: 'new', kinds: ['receive'],
        what: text('--tsdb.max-retention-bytes bounds the disk of a receiver.', '--tsdb.max-retention-bytes로 수신기의 디스크를 제한합니다.'),
      },
    ],
  },
  {
    release: 'v0.35',
    notes: [
      {
        pull: 7123, weight: 'breaking', kinds: ['rule'], flags: ['alertmanagers.url', 'alertmanagers.config', 'alertmanagers.config-file'],
        what: text('Alerts go to version 2 of Alertmanager’s API by default.', '알림을 기본으로 Alertmanager API v2로 보냅니다.'),
        act: text('An Alertmanager before 0.16 needs api_version: v1 in --alertmanagers.config.', '0.16보다 오래된 Alertmanager에는 --alertmanagers.config에 api_version: v1이 필요합니다.'),
      },
      {
        pull: 7283, weight: 'behaviour', kinds: ['compact'],
        what: text('Downsampling metrics carry resolution instead of group.', '다운샘플링 메트릭의 라벨이 group에서 resolution으로 바뀝니다.'),
      },
      {
        pull: 7134, weight: 'behaviour', kinds: ['store', 'compact'],
        what: text('Blocks are found by asking for each, as in v0.31; the recursive listing of v0.32 to v0.34 cost more on most buckets.', '블록을 v0.31처럼 하나씩 확인합니다. v0.32–v0.34의 재귀 목록은 대부분의 버킷에서 비용이 더 컸습니다.'),
        act: text('--block-discovery-strategy=recursive brings it back.', '--block-discovery-strategy=recursive로 되돌릴 수 있습니다.'),
      },
      {
        pull: 7166, weight: 'fix', kinds: ['receive'],
        what: text('Receivers no longer delete blocks that are not uploaded.', '수신기가 업로드하지 않은 블록을 더는 삭제하지 않습니다.'),
        back: text('A receiver that cannot upload for longer than its retention loses blocks again.', '보관 기간보다 오래 업로드하지 못하는 수신기가 다시 블록을 잃습니다.'),
      },
      {
        pull: 7248, weight: 'fix', kinds: ['receive'],
        what: text('Copies are written at the same time again, not one after the other.', '사본을 하나씩이 아니라 다시 동시에 씁니다.'),
      },
      {
        pull: 7225, weight: 'fix', kinds: ['compact'],
        what: text('The compactor no longer halts on overlapping sources when it merges copies.', '사본을 병합할 때 겹치는 원본 때문에 컴팩터가 멈추지 않습니다.'),
      },
      {
        pull: 7155, weight: 'new', kinds: ['receive'],
        what: text('Rings match tenants by patterns (tenant_matcher_type: glob).', '링이 패턴으로 테넌트를 고릅니다(tenant_matcher_type: glob).'),
        back: text('Patterns are taken for names: their tenants match no ring, and writes are refused.', '패턴을 이름으로 읽어 그 테넌트가 어느 링에도 맞지 않고 쓰기가 거부됩니다.'),
      },
      {
        pull: 7223, weight: 'new', kinds: [],
        what: text('--enable-auto-gomemlimit (v0.35.1) lets Go collect garbage before the container’s limit.', '--enable-auto-gomemlimit(v0.35.1)로 컨테이너 제한에 이르기 전에 Go가 가비지를 수집합니다.'),
      },
    ],
  },
  {
    release: 'v0.36',
    notes: [
      {
        pull: 7361, weight: 'breaking', kinds: ['query'], flags: ['query.mode'],
        what: text('Queriers in distributed mode speak another protocol to each other.', '분산 모드의 querier가 서로 다른 프로토콜을 씁니다.'),
        act: text('Change over the queriers above first, those below after them.', '위쪽 querier를 먼저, 아래쪽을 나중에 전환하세요.'),
        back: text('Those below first, those above after them.', '아래쪽을 먼저, 위쪽을 나중에 되돌리세요.'),
      },
      {
        pull: 7393, weight: 'behaviour', kinds: [],
        what: text('grpc_server_handling_seconds and grpc_client_handling_seconds are native histograms where Prometheus scrapes those.', 'Prometheus가 native histogram을 수집하면 grpc_server_handling_seconds와 grpc_client_handling_seconds가 native histogram이 됩니다.'),
        act: text('Rewrite queries over their _bucket series there.', '그 _bucket 시리즈를 쓰는 쿼리를 고치세요.'),
      },
      {
        pull: 7334, weight: 'behaviour', kinds: ['compact'], flags: ['deduplication.replica-label', 'compact.enable-vertical-compaction'],
        what: text('Downsampled blocks are not merged across copies; overlapping ones get a mark and are left alone.', '다운샘플링된 블록은 사본끼리 병합하지 않고, 겹치면 표시하여 그대로 둡니다.'),
      },
      {
        pull: 7618, weight: 'fix', kinds: ['query'], flags: ['store.response-timeout'],
        what: text('v0.36.1: queries with --store.response-timeout no longer leave goroutines behind.', 'v0.36.1: --store.response-timeout을 쓰는 쿼리가 고루틴을 남기지 않습니다.'),
      },
    ],
  },
]
