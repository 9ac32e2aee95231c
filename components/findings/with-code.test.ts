import { expect, test } from 'vitest'
import { withCode } from './with-code.ts'

test.each([
  ['--min-time=-6h makes thanos-store serve only the last 6h; everything older cannot be queried.', '`--min-time=-6h` makes thanos-store serve only the last 6h; everything older cannot be queried.'],
  ['receiver has no external label (--label).', 'receiver has no external label (`--label`).'],
  ['Add --label=receive_replica="$(POD_NAME)"', 'Add `--label=receive_replica="$(POD_NAME)"`'],
  ['bucket ${S3_BUCKET_NAME}, endpoint ${S3_ENDPOINT}.', 'bucket `${S3_BUCKET_NAME}`, endpoint `${S3_ENDPOINT}`.'],
  ['`--store` is deprecated. Use --endpoint.', '`--store` is deprecated. Use `--endpoint`.'],
  ['Write --wait or --no-wait.', 'Write `--wait` or `--no-wait`.'],
])('shows flags and placeholders as code: %s', (words, marked) => {
  expect(withCode({ en: words, ko: words })).toEqual({ en: marked, ko: marked })
})
