import { expect, test } from 'vitest'
import { withCode } from './with-code.ts'

test.each([
  ['--min-time=-6h makes thanos-store serve only the last 6h; everything older cannot be queried.', '`--min-time=-6h` makes thanos-store serve only the last 6h; everything older cannot be queried.'],
  ['receiver has no external label (--label).', 'receiver has no external label (`--label`).'],
  ['Add --label=receive_replica="$(POD_NAME)"', 'Add `--label=receive_replica="$(POD_NAME)"`'],
  ['bucket ${S3_BUCKET_NAME}, endpoint ${S3_ENDPOINT}.', 'bucket `${S3_BUCKET_NAME}`, endpoint `${S3_ENDPOINT}`.'],
  ['`--store` is deprecated. Use --endpoint.', '`--store` is deprecated. Use `--endpoint`.'],
  ['--min-time=-6h이면 store는 최근 데이터만 제공합니다.', '`--min-time=-6h`이면 store는 최근 데이터만 제공합니다.'],
  ['Write --wait or --no-wait.', 'Write `--wait` or `--no-wait`.'],
])('shows flags and placeholders as code: %s', (words, marked) => {
  expect(withCode({ en: words, ko: words })).toEqual({ en: marked, ko: marked })
})
