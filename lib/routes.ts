// Every path of the app. Nothing else spells one.

const stack = (slug: string, rest = ''): string => `/stacks/${encodeURIComponent(slug)}${rest}`

/** The search of an address out of what is set. */
const search = (values: Readonly<Record<string, string | undefined>>): string => {
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`
}

export const routes = {
  home: () => '/',
  login: () => '/login',
  loginAfter: (problem: string) => `/login?problem=${encodeURIComponent(problem)}`,
  setup: (token?: string) => token === undefined ? '/setup' : `/setup?token=${encodeURIComponent(token)}`,
  newStack: () => '/stacks/new',
  overview: (slug: string) => stack(slug),
  changes: (slug: string) => stack(slug, '/changes'),
  /** `object` is an objectId, to which the page scrolls. */
  drift: (slug: string, object?: string) => stack(slug, object === undefined ? '/drift' : `/drift#${encodeURIComponent(object)}`),
  import: (slug: string) => stack(slug, '/import'),
  /** `finding` is the acceptanceKey() of one. */
  findings: (slug: string, finding?: string) => stack(slug, finding === undefined ? '/findings' : `/findings?finding=${encodeURIComponent(finding)}`),
  editMany: (slug: string) => stack(slug, '/edit/many'),
  /** `as` opens the text instead of the form. */
  edit: (slug: string, objectId?: string, as?: 'yaml') => stack(slug, objectId === undefined ? '/edit' : `/edit/${encodeURIComponent(objectId)}${as === undefined ? '' : `?as=${as}`}`),
  /** `node` opens one; `view` shows the table instead of the map. */
  topology: (slug: string, { view, node }: { view?: 'table'; node?: string } = {}) => stack(slug, `/topology${search({ view, node })}`),
  hashring: (slug: string) => stack(slug, '/hashring'),
  /** `file` is the object and the key of one, with a space between. */
  rules: (slug: string, file?: string) => stack(slug, `/rules${search({ file })}`),
  alerts: (slug: string) => stack(slug, '/alerts'),
  storage: (slug: string) => stack(slug, '/storage'),
  objectStorage: (slug: string) => stack(slug, '/storage?side=bucket'),
  stores: (slug: string) => stack(slug, '/stores'),
  storesAsked: (slug: string) => stack(slug, '/stores?side=asked'),
  /** `edge` opens what is declared under this name. */
  edges: (slug: string, edge?: string) => stack(slug, `/edges${search({ edge })}`),
  /** `problem` is one of PROBLEMS. */
  diagnose: (slug: string, problem?: string) => stack(slug, problem === undefined ? '/diagnose' : `/diagnose?problem=${problem}`),
  add: (slug: string) => stack(slug, '/add'),
  remove: (slug: string, objectId?: string) => stack(slug, objectId === undefined ? '/remove' : `/remove?object=${encodeURIComponent(objectId)}`),
  version: (slug: string) => stack(slug, '/version'),
  ownership: (slug: string) => stack(slug, '/ownership'),
  revision: (slug: string, number: number) => stack(slug, `/revisions/${number}`),
  /** The revision with the question whether to go back to it. */
  rollBack: (slug: string, number: number) => stack(slug, `/revisions/${number}?back=1`),
  /** Each side is a number, a label, "head", "applied" or "draft". */
  compare: (slug: string, from: number | string, to: number | string) => stack(slug, `/compare?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`),
  plan: (slug: string, planId: string) => stack(slug, `/plans/${planId}`),
  run: (slug: string, runId: string) => stack(slug, `/runs/${runId}`),
  stackAudit: (slug: string) => stack(slug, '/audit'),
  audit: () => '/audit',
  event: (id: string) => `/audit?event=${id}`,
  settings: () => '/settings',
  connections: () => '/settings/connections',
  discover: () => '/discover',
  person: (personId: string) => `/settings/people/${encodeURIComponent(personId)}`,
  account: () => '/settings/account',
  tokens: () => '/settings/tokens',
  /** `anchor` is a route or a problem of it. */
  apiReference: (anchor?: string) => anchor === undefined ? '/settings/api' : `/settings/api#${anchor}`,
  flags: () => '/settings/flags',
  flag: (kind: string, name: string) => `/settings/flags/${kind}/${encodeURIComponent(name)}`,
  api: {
    /** Whether this server can do its work, as probes ask it. */
    readiness: () => '/readyz',
    /** `search` is the filter as in the address of the page. */
    events: (search: string) => `/api/events?${search}`,
    event: (id: string) => `/api/events/${id}`,
    eventTally: (search: string) => `/api/events/tally?${search}`,
    newerEvents: (search: string) => `/api/events/newer?${search}`,
    eventExport: (search: string) => `/api/events/export?${search}`,
    eventChain: () => '/api/events/chain',
    run: (runId: string) => `/api/runs/${runId}`,
    runStream: (runId: string) => `/api/runs/${runId}/stream`,
    planDiff: (planId: string, object: string) => `/api/plans/${planId}/diff?object=${encodeURIComponent(object)}`,
    planFreshness: (planId: string) => `/api/plans/${planId}/freshness`,
    findings: (slug: string, limit: number) => `/api/stacks/${encodeURIComponent(slug)}/findings?limit=${limit}`,
    /** What is seen of the installation: now, and as it changes. */
    live: (slug: string) => `/api/stacks/${encodeURIComponent(slug)}/live`,
    liveStream: (slug: string) => `/api/stacks/${encodeURIComponent(slug)}/live/stream`,
    history: (slug: string, hours: number) => `/api/stacks/${encodeURIComponent(slug)}/history?hours=${hours}`,
    diagnosis: (slug: string) => `/api/stacks/${encodeURIComponent(slug)}/diagnosis`,
    status: (slug: string) => `/api/stacks/${encodeURIComponent(slug)}/status`,
    exportRevision: (slug: string, number: number, format: 'yaml' | 'kustomize') => `/api/stacks/${encodeURIComponent(slug)}/revisions/${number}/export?format=${format}`,
    /** `object` is the workload without its namespace. */
    workloadEvents: (slug: string, object: string) => `/api/stacks/${encodeURIComponent(slug)}/events?object=${encodeURIComponent(object)}`,
    pod: (slug: string, pod: string, object: string) => `/api/stacks/${encodeURIComponent(slug)}/pods/${encodeURIComponent(pod)}?object=${encodeURIComponent(object)}`,
    connection: (slug: string) => `/api/stacks/${encodeURIComponent(slug)}/connection`,
    ownership: (slug: string) => `/api/stacks/${encodeURIComponent(slug)}/ownership`,
    /** `connection` is JSON; all namespaces when none is named. */
    discover: (connection: string, namespaces: readonly string[]) => `/api/discover?${new URLSearchParams([['connection', connection], ...namespaces.map((namespace) => ['namespace', namespace])]).toString()}`,
    draft: (slug: string) => `/api/stacks/${encodeURIComponent(slug)}/draft`,
    /** The second door; `below` is the rest of the path. */
    v1: (below = '') => `/api/v1${below === '' ? '' : `/${below}`}`,
  },
} as const
