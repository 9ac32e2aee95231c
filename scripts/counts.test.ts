import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { playwrightCounts, vitestCounts } from './counts.mjs'

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-counts-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(report: unknown): string {
  const path = join(folder, 'report.json')
  writeFileSync(path, JSON.stringify(report))
  return path
}

test('vitest: what failed is named with its file and its words, and a file that could not be loaded has failed once', () => {
  const path = written({
    numPassedTests: 4, numPendingTests: 1, numTodoTests: 1,
    testResults: [
      { name: '/project/lib/a.test.ts', status: 'failed', assertionResults: [
        { status: 'passed', ancestorTitles: [], title: 'well' },
        { status: 'failed', ancestorTitles: ['a ring'], title: 'is whole', failureMessages: ['\u001B[31mAssertionError\u001B[39m: expected 1\n  to be 2'] },
      ] },
      { name: '/project/lib/b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
      { name: '/project/lib/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', ancestorTitles: [], title: 'well' }] },
    ],
  })
  expect(vitestCounts(path, '/project')).toEqual({
    passed: 4, failed: 2, skipped: 2,
    failures: ['lib/a.test.ts > a ring > is whole: AssertionError: expected 1 to be 2', 'lib/b.test.ts: Cannot find module'],
  })
})

test('Playwright: what failed is named, in whichever suite it stands', () => {
  const failed = { file: 'pages.spec.ts', title: 'fits a phone', ok: false, tests: [{ results: [{ error: { message: 'x'.repeat(400) } }] }] }
  const path = written({
    stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 },
    suites: [{ specs: [{ file: 'pages.spec.ts', title: 'well', ok: true, tests: [] }], suites: [{ specs: [failed] }] }],
  })
  expect(playwrightCounts(path)).toEqual({ passed: 8, failed: 1, skipped: 2, failures: [`pages.spec.ts > fits a phone: ${'x'.repeat(300)}…`] })
})

test.each([vitestCounts, playwrightCounts])('a report that was never written is a failure', (counts) => {
  expect(counts(join(folder, 'none.json'), folder)).toMatchObject({ passed: 0, failed: 1, failures: [expect.any(String)] })
})
