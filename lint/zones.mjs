// The map of the source tree as data: which zone a file lies in, what each zone may import, which package belongs to whom.
// ARCHITECTURE.md says the same in words.

const PURE = ['words', 'manifest', 'thanos']
const ADAPTERS = ['db', 'kube', 'thanos-api', 'auth', 'queue']

/** Path prefix (or whole path) to zone; the first that matches counts. */
const ZONES = [
  [/\.test\.tsx?$|^(e2e|bench|lab|scripts|bin|lint)\/|^[^/]+\.config\.(ts|mjs)$/, 'tools'],
  [/^lib\/testing\//, 'testing'],
  [/^lib\/thanos\//, 'thanos'],
  [/^lib\/manifest\//, 'manifest'],
  [/^lib\/(db|kube|thanos-api|auth|queue|sandbox|services|actions|queries|i18n|cli)\//, (match) => match[1]],
  [/^lib\/(env|log)\.ts$/, 'floor'],
  [/^lib\/failure\.ts$/, 'failure'],
  [/^lib\/[^/]+\.ts$/, 'words'],
  [/^components\/ui\//, 'ui'],
  [/^components\//, 'components'],
  [/^(app\/|[^/]+\.ts$)/, 'app'],
]

/**
 * What a zone may import besides itself. `types` may be imported as types only.
 * A zone that is not listed imports whatever it likes: tests, and the programs around the app.
 */
export const MAY_IMPORT = {
  words: { values: [] },
  manifest: { values: ['words'] },
  thanos: { values: ['words', 'manifest'] },
  // The log hides credentials as plans and events do.
  floor: { values: ['words', 'manifest'] },
  failure: { values: ['words', 'floor'] },
  i18n: { values: PURE },
  db: { values: [...PURE, 'floor'] },
  kube: { values: [...PURE, 'floor'] },
  // It is given how to fetch a page: by which way a Thanos is reached is not its business.
  'thanos-api': { values: [...PURE, 'floor'] },
  auth: { values: [...PURE, 'floor'] },
  queue: { values: [...PURE, 'floor'] },
  sandbox: { values: [...PURE, 'floor'] },
  services: { values: [...PURE, 'floor', ...ADAPTERS] },
  actions: { values: [...PURE, 'floor', 'failure', 'auth', 'services'] },
  queries: { values: PURE, types: ['services'] },
  // The check of the audit reads the database, and the environment for its address.
  cli: { values: [...PURE, 'floor', 'db'] },
  ui: { values: [...PURE, 'i18n'], types: ['services'] },
  components: { values: [...PURE, 'i18n', 'ui', 'actions', 'queries'], types: ['services'] },
  app: { values: [...PURE, 'floor', 'failure', 'i18n', 'ui', 'components', 'actions', 'queries', 'services', 'auth'] },
}

/** Packages that belong to somebody. `types` says that others may import their types. Tools and tests may import all. */
export const OWNERS = [
  { packages: /^(@prisma\/|prisma$)/, zones: ['db', 'testing'], what: 'the database' },
  { packages: /^pg-boss$/, zones: ['queue', 'testing'], what: 'the job queue' },
  { packages: /^pg$/, zones: ['db', 'auth', 'testing'], what: 'the database' },
  { packages: /^@kubernetes\/client-node$/, zones: ['kube', 'testing'], types: true, what: 'the Kubernetes client' },
  { packages: /^better-auth($|\/)/, zones: ['auth', 'testing'], what: 'better-auth' },
  { packages: /^pino$/, zones: ['floor'], what: 'the logger' },
  { packages: /^(next|react|react-dom|next-intl|use-intl|radix-ui|lucide-react|sonner|cmdk|nuqs|recharts)($|\/)|^@tanstack\//, what: 'the user interface',
    zones: ['ui', 'components', 'app', 'queries', 'i18n', 'actions', 'auth'] },
  { packages: /^node:/, what: 'Node', zones: ['db', 'kube', 'auth', 'sandbox', 'services', 'floor', 'failure', 'actions', 'app', 'cli', 'testing', 'i18n'] },
]

/** Code that gives the same answer for the same input, wherever it runs. */
export const PURE_ZONES = new Set(PURE)

/** Where an HTTP call may stand: at the border to one outside system, or in the doors for polling. */
export const FETCH_ZONES = new Set(['kube', 'auth', 'sandbox', 'queries', 'testing', 'tools'])

/** Names that say nothing of what is inside. */
export const FORBIDDEN_FOLDERS = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'types', 'hooks', 'misc'])

/** The zone of a path that is relative to the project; undefined outside of them. */
export function zoneOf(path) {
  for (const [pattern, zone] of ZONES) {
    const match = pattern.exec(path)
    if (match) return typeof zone === 'string' ? zone : zone(match)
  }
  return undefined
}
