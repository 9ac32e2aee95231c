// Knows what the JSON reports of vitest and Playwright say: how many tests passed and failed, and which failed with what words.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** The words of one failure are cut after this many characters: they stand in a list at the end, and in full where they happened. */
const MOST_CHARACTERS = 300
// A report that is not there: the program ended before it wrote one.
const none = () => ({ passed: 0, failed: 1, skipped: 0, failures: ['it ended before it wrote its report'] })

/**
 * Counts of vitest's JSON report. A file that could not be loaded has no failed test of its own and counts as one.
 * @param {string} path of the report
 * @param {string} root that files are named from
 * @returns {{ passed: number, failed: number, skipped: number, failures: string[] }} a line for each failure
 */
export function vitestCounts(path, root) {
  const found = readReport(path)
  if (!found) return none()
  const failures = found.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed').map((test) => line(`${file} > ${[...test.ancestorTitles, test.title].join(' > ')}`, test.failureMessages?.[0]))
    return status === 'failed' && failed.length === 0 ? [line(file, message)] : failed
  })
  return { passed: found.numPassedTests, failed: failures.length, skipped: found.numPendingTests + found.numTodoTests, failures }
}

/**
 * Counts of Playwright's JSON report.
 * @param {string} path of the report
 * @returns {{ passed: number, failed: number, skipped: number, failures: string[] }} a line for each failure
 */
export function playwrightCounts(path) {
  const found = readReport(path)
  if (!found) return none()
  const { expected, unexpected, flaky, skipped } = found.stats
  const failures = specsOf(found).filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => line(`${file} > ${title}`, tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message))
  return { passed: expected + flaky, failed: unexpected, skipped, failures }
}

const specsOf = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(specsOf)]

/** One line, without the colours that a reporter writes. */
function line(name, message = '') {
  // oxlint-disable-next-line no-control-regex -- an escape is a control character
  const words = message.replaceAll(/\u001B\[[0-9;]*m/g, '').replaceAll(/\s+/g, ' ').trim()
  return words === '' ? name : `${name}: ${words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)}…` : words}`
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
