// Flags about object storage and blocks that several components share.
import type { FlagTable } from '../flag.ts'

export const OBJSTORE_FLAGS = {
  'objstore.config-file': { type: 'file', section: 'storage', en: 'YAML file that names the bucket and how to reach it. All components of one installation need the same bucket; unknown keys stop the start.', ko: '버킷과 접속 방법을 담은 YAML 파일입니다. 한 설치의 모든 컴포넌트가 같은 버킷을 써야 하며, 알 수 없는 키가 있으면 시작하지 못합니다.' },
  'objstore.config': { type: 'inline-yaml', section: 'storage', en: 'The bucket as YAML on the command line. Credentials written here are visible in the pod; prefer the file from a Secret.', ko: '버킷 설정을 명령줄에 YAML로 씁니다. 여기에 쓴 자격 증명은 파드에 노출되므로 Secret의 파일을 권장합니다.' },
} as const satisfies FlagTable

export const SELECTOR_RELABEL_FLAGS = {
  'selector.relabel-config-file': { type: 'file', section: 'time-range', en: 'YAML file with relabel rules that choose blocks by their external labels (keep, drop, hashmod). Set it to shard over several instances.', ko: 'external label로 블록을 고르는 relabel 규칙(keep, drop, hashmod) YAML 파일입니다. 여러 인스턴스로 샤딩할 때 설정합니다.' },
  'selector.relabel-config': { type: 'inline-yaml', section: 'time-range', en: 'Relabel rules that choose blocks by their external labels, as YAML on the command line. Not together with the file.', ko: 'external label로 블록을 고르는 relabel 규칙을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
} as const satisfies FlagTable

export const HASH_FUNC_FLAG = {
  'hash-func': { type: 'enum', section: 'upload', values: ['', 'SHA256'], default: '', en: 'Hash that is written for each block file, so that files which are already there are not downloaded twice. Costs some CPU.', ko: '블록 파일마다 기록하는 해시입니다. 이미 있는 파일을 다시 내려받지 않게 하며 CPU를 조금 더 씁니다.' },
} as const satisfies FlagTable

/** Uploading blocks, as receive, rule and sidecar do it. */
export const SHIPPER_FLAGS = {
  'shipper.upload-concurrency': { type: 'integer', section: 'upload', default: '0', since: '0.41', en: 'How many files of a block are uploaded at the same time. Raise it when uploads lag behind; 0 is one after another.', ko: '블록 파일을 동시에 올리는 수입니다. 업로드가 밀릴 때 늘리며, 0이면 하나씩 올립니다.' },
  'shipper.allow-out-of-order-uploads': { type: 'boolean', section: 'upload', default: 'false', hidden: true, en: 'Goes on with newer blocks when one fails to upload. Only with vertical compaction, because blocks may then overlap.', ko: '한 블록의 업로드가 실패해도 더 새로운 블록을 계속 올립니다. 블록이 겹칠 수 있으므로 vertical compaction을 쓸 때만 설정합니다.' },
  'shipper.skip-corrupted-blocks': { type: 'boolean', section: 'upload', default: 'false', hidden: true, since: '0.39', en: 'Leaves damaged blocks out and uploads the others. Blocks may then arrive out of order and overlap.', ko: '손상된 블록을 건너뛰고 나머지를 올립니다. 블록이 순서 없이 올라가 겹칠 수 있습니다.' },
} as const satisfies FlagTable

/** Only rule and sidecar. */
export const SHIPPER_STATE_FLAGS = {
  'shipper.upload-compacted': { type: 'boolean', section: 'upload', default: 'false', en: 'Uploads blocks that are already compacted as well. For a one-time migration of old data; turn it off afterwards.', ko: '이미 compaction된 블록도 올립니다. 기존 데이터를 한 번 옮길 때 쓰고 이후에는 끕니다.' },
  'shipper.ignore-unequal-block-size': { type: 'boolean', section: 'upload', default: 'false', hidden: true, en: 'Accepts a Prometheus whose smallest and largest block sizes differ. About 2 h of data can be missing in the bucket in the worst case.', ko: '최소와 최대 블록 크기가 다른 Prometheus를 허용합니다. 최악의 경우 버킷에서 약 2시간 데이터가 빠질 수 있습니다.' },
  'shipper.meta-file-name': { type: 'string', section: 'upload', default: 'thanos.shipper.json', since: '0.34', en: 'File in the data directory that remembers which blocks are uploaded. Change it only when two shippers share a directory.', ko: '어떤 블록을 올렸는지 기록하는, 데이터 디렉터리 안의 파일 이름입니다. 두 shipper가 디렉터리를 공유할 때만 바꿉니다.' },
} as const satisfies FlagTable

/** Reading blocks, as store and compact do it. */
export const BLOCK_READING_FLAGS = {
  'block-discovery-strategy': { type: 'enum', section: 'storage', values: ['concurrent', 'recursive'], default: 'concurrent', since: '0.35', en: 'How blocks are found: one call per block directory at the same time, or one recursive listing. Take recursive to lower the number of bucket calls.', ko: '블록을 찾는 방법입니다. 블록 디렉터리마다 동시에 호출하거나 한 번에 재귀로 나열합니다. 버킷 호출 수를 줄이려면 recursive를 선택합니다.' },
  'block-meta-fetch-concurrency': { type: 'integer', section: 'storage', default: '32', min: '1', en: 'How many block metadata files are fetched at the same time. Raise it when the start takes long in a large bucket.', ko: '블록 메타데이터 파일을 동시에 가져오는 수입니다. 큰 버킷에서 시작이 느릴 때 늘립니다.' },
  'bucket-web-label': { type: 'string', section: 'web', en: 'External label by which the blocks page groups its rows.', ko: '블록 화면에서 행을 묶는 external label입니다.' },
  'web.disable': { type: 'boolean', section: 'web', default: 'false', since: '0.29', en: 'Turns the blocks page off, and the API that belongs to it.', ko: '블록 화면과 관련 API를 끕니다.' },
} as const satisfies FlagTable
