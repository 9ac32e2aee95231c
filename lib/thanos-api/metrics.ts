// A component's own page of metrics.
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import type { Sample } from '../thanos/live/observation.ts'
import { isWantedMetric } from '../thanos/live/wanted-metrics.ts'
import { pageText, type FetchPage } from './fetch-page.ts'
import { readMetrics } from './metrics-text.ts'
import { THANOS_PATHS } from './paths.ts'

/** The samples of the page that Gauntlet reads. Throws UPSTREAM for a page that is none. */
export async function fetchMetrics(fetchPage: FetchPage): Promise<Sample[]> {
  const page = await pageText(fetchPage, { path: THANOS_PATHS.metrics })
  try {
    return readMetrics(page, isWantedMetric)
  } catch (error) {
    throw new AppError('UPSTREAM', text('The page of metrics cannot be read: it is not in Prometheus’ text format.', '메트릭 페이지를 읽을 수 없습니다. Prometheus 텍스트 형식이 아닙니다.'), { cause: error })
  }
}
