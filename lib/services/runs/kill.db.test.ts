import { expect, it } from 'vitest'
import { freshDatabase } from '../../testing/database.ts'
import { killRuns } from '../../testing/kill.ts'

freshDatabase()

it('a replica may be killed at any moment: each run goes on in another one, or is marked interrupted, says the truth of each object, and none is lost or done twice at once', async () => {
  const report = await killRuns({ points: 8, stacks: 3 })
  expect(report).toMatchObject({ lost: 0, untrue: [], overlaps: [] })
  expect(report.points).toBeGreaterThanOrEqual(8)
  expect(report.resumed).toBeGreaterThan(0)
  expect(report.claims).toBeGreaterThan(0)
  expect(report.removed).toBeGreaterThan(0)
}, 180_000)
