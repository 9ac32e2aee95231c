// Who may do what, written out: every verb, every page and every address of the API. Tests read it: lib/services/access.db.test.ts
// calls each verb as each role, e2e/access.spec.ts asks for each page and address as each role. A third, app/api/v1/access.db.test.ts, asks for
// each route of the API with each role and token. Something new without an entry fails them.
import { ROLES, type Role } from '../lib/role.ts'
import type { TokenScope } from '../lib/token-scope.ts'

export type Access = readonly Role[]
const EVERYONE: Access = ROLES
const OPERATORS: Access = ['operator', 'approver', 'admin']
const APPROVERS: Access = ['approver', 'admin']
const ADMINS: Access = ['admin']
/** Gauntlet alone, when it carries something out. */
const NOBODY: Access = []

/** "folder/file.export" below lib/services. `link`: the holder of a one-time link, and nobody else. */
export const VERBS: Readonly<Record<string, Access | 'link'>> = {
  'connections/list.list': ADMINS,
  'connections/test-stack.testStack': ADMINS,
  'connections/test.test': ADMINS,
  'connections/unreadable.unreadable': ADMINS,
  'credentials/write.write': OPERATORS,
  'discover/adopt.adopt': OPERATORS,
  'discover/search.search': ADMINS,
  'drafts/discard.discard': OPERATORS,
  'drafts/first-workload.firstWorkload': EVERYONE,
  'drafts/get.get': OPERATORS,
  'drafts/keep.keep': OPERATORS,
  'drafts/pending.pending': OPERATORS,
  'drift/check.check': OPERATORS,
  'drift/get.get': EVERYONE,
  'drift/take.take': OPERATORS,
  'events/count-newer.countNewer': EVERYONE,
  'events/export.exportEvents': OPERATORS,
  'events/get.get': EVERYONE,
  'events/list.list': EVERYONE,
  'events/tally.tally': EVERYONE,
  'events/verify.verify': ADMINS,
  'events/who.who': EVERYONE,
  'findings/accept.accept': OPERATORS,
  'findings/acceptances.acceptances': EVERYONE,
  'findings/list.list': EVERYONE,
  'findings/withdraw.withdraw': OPERATORS,
  'ownership/review.review': OPERATORS,
  'ownership/take.take': ADMINS,
  'people/cancel-invite.cancelInvite': ADMINS,
  'people/change-password.changePassword': EVERYONE,
  'people/create.create': ADMINS,
  'people/describe-link.describeLink': 'link',
  'people/list.list': ADMINS,
  'people/list.listInvites': ADMINS,
  'people/offer-reset.offerReset': ADMINS,
  'people/remove.remove': ADMINS,
  'people/reset-password.resetPassword': 'link',
  'people/set-disabled.disable': ADMINS,
  'people/set-disabled.enable': ADMINS,
  'people/set-role.setRole': ADMINS,
  'people/setup.setup': 'link',
  'plans/approval.approval': EVERYONE,
  'plans/approve.approve': APPROVERS,
  'plans/approve.reject': APPROVERS,
  'plans/approve.withdraw': APPROVERS,
  'plans/compute.compute': OPERATORS,
  'plans/diff.diff': EVERYONE,
  'plans/freshness.freshness': EVERYONE,
  'plans/get.get': EVERYONE,
  'plans/list.list': EVERYONE,
  'retention/get.get': EVERYONE,
  'retention/set.set': OPERATORS,
  'revisions/compare.compare': EVERYONE,
  'revisions/edit.edit': OPERATORS,
  'revisions/export.exportRevision': EVERYONE,
  'revisions/facets.facets': EVERYONE,
  'revisions/get.get': EVERYONE,
  'revisions/label.label': OPERATORS,
  'revisions/list.list': EVERYONE,
  'revisions/restore.restore': OPERATORS,
  'revisions/save.save': OPERATORS,
  'revisions/unlabel.unlabel': OPERATORS,
  'runs/apply.apply': OPERATORS,
  'runs/cancel.cancel': OPERATORS,
  'runs/finish.finish': NOBODY,
  'runs/get.get': EVERYONE,
  'runs/list.list': EVERYONE,
  'runs/unstick.unstick': OPERATORS,
  'sessions/end.endMine': EVERYONE,
  'sessions/end.endMyOthers': EVERYONE,
  'sessions/end.endOf': ADMINS,
  'sessions/list.myAccount': EVERYONE,
  'sessions/list.personWithSessions': ADMINS,
  'stacks/create.create': ADMINS,
  'stacks/get.get': EVERYONE,
  'stacks/list.list': EVERYONE,
  'stacks/protect.protect': ADMINS,
  'stacks/protect.unprotect': ADMINS,
  'stacks/status.status': EVERYONE,
  'tokens/create.create': EVERYONE,
  'tokens/list.listAll': ADMINS,
  'tokens/list.listMine': EVERYONE,
  'tokens/revoke.revoke': EVERYONE,
}

/** What the samples of paths name. */
export type Sample = { stack: string; plan: string; run: string; object: string; person: string; event: string }

/** Pages by their folder in `app`; `public` ones need no session. Who is not in `whole` gets the page with a sentence that says which role it takes. */
export const PAGES: Readonly<Record<string, { path: (sample: Sample) => string; whole: Access | 'public' }>> = {
  'login': { path: () => '/login', whole: 'public' },
  'setup': { path: () => '/setup?token=made-up', whole: 'public' },
  '(console)': { path: () => '/', whole: EVERYONE },
  '(console)/audit': { path: () => '/audit', whole: EVERYONE },
  '(console)/discover': { path: () => '/discover', whole: ADMINS },
  '(console)/settings': { path: () => '/settings', whole: ADMINS },
  '(console)/settings/account': { path: () => '/settings/account', whole: EVERYONE },
  '(console)/settings/connections': { path: () => '/settings/connections', whole: ADMINS },
  '(console)/settings/api': { path: () => '/settings/api', whole: EVERYONE },
  '(console)/settings/tokens': { path: () => '/settings/tokens', whole: EVERYONE },
  '(console)/settings/flags': { path: () => '/settings/flags', whole: EVERYONE },
  '(console)/settings/flags/[kind]/[flag]': { path: () => '/settings/flags/query/query.timeout', whole: EVERYONE },
  '(console)/settings/people/[person]': { path: ({ person }) => `/settings/people/${person}`, whole: ADMINS },
  '(console)/stacks/new': { path: () => '/stacks/new', whole: ADMINS },
  '(console)/stacks/[stack]': { path: ({ stack }) => `/stacks/${stack}`, whole: EVERYONE },
  '(console)/stacks/[stack]/add': { path: ({ stack }) => `/stacks/${stack}/add`, whole: EVERYONE },
  '(console)/stacks/[stack]/audit': { path: ({ stack }) => `/stacks/${stack}/audit`, whole: EVERYONE },
  '(console)/stacks/[stack]/changes': { path: ({ stack }) => `/stacks/${stack}/changes`, whole: EVERYONE },
  '(console)/stacks/[stack]/compare': { path: ({ stack }) => `/stacks/${stack}/compare?from=1&to=1`, whole: EVERYONE },
  '(console)/stacks/[stack]/drift': { path: ({ stack }) => `/stacks/${stack}/drift`, whole: EVERYONE },
  '(console)/stacks/[stack]/edit': { path: ({ stack }) => `/stacks/${stack}/edit`, whole: EVERYONE },
  '(console)/stacks/[stack]/edit/many': { path: ({ stack }) => `/stacks/${stack}/edit/many`, whole: EVERYONE },
  '(console)/stacks/[stack]/edit/[object]': { path: ({ stack, object }) => `/stacks/${stack}/edit/${encodeURIComponent(object)}`, whole: EVERYONE },
  '(console)/stacks/[stack]/findings': { path: ({ stack }) => `/stacks/${stack}/findings`, whole: EVERYONE },
  '(console)/stacks/[stack]/hashring': { path: ({ stack }) => `/stacks/${stack}/hashring`, whole: EVERYONE },
  '(console)/stacks/[stack]/import': { path: ({ stack }) => `/stacks/${stack}/import`, whole: EVERYONE },
  '(console)/stacks/[stack]/ownership': { path: ({ stack }) => `/stacks/${stack}/ownership`, whole: OPERATORS },
  '(console)/stacks/[stack]/plans/[plan]': { path: ({ stack, plan }) => `/stacks/${stack}/plans/${plan}`, whole: EVERYONE },
  '(console)/stacks/[stack]/remove': { path: ({ stack }) => `/stacks/${stack}/remove`, whole: EVERYONE },
  '(console)/stacks/[stack]/revisions/[number]': { path: ({ stack }) => `/stacks/${stack}/revisions/1`, whole: EVERYONE },
  '(console)/stacks/[stack]/rules': { path: ({ stack }) => `/stacks/${stack}/rules`, whole: EVERYONE },
  '(console)/stacks/[stack]/runs/[run]': { path: ({ stack, run }) => `/stacks/${stack}/runs/${run}`, whole: EVERYONE },
  '(console)/stacks/[stack]/storage': { path: ({ stack }) => `/stacks/${stack}/storage`, whole: EVERYONE },
  '(console)/stacks/[stack]/version': { path: ({ stack }) => `/stacks/${stack}/version`, whole: EVERYONE },
  '(console)/stacks/[stack]/stores': { path: ({ stack }) => `/stacks/${stack}/stores`, whole: EVERYONE },
}

/**
 * Addresses of the API by method and folder in `app`. Who may not gets 403, who is not signed in 401; `public` ones ask for nobody. `asksCluster`:
 * whoever may ask gets 502 where no cluster answers.
 */
export const DOORS: Readonly<Record<string, { path: (sample: Sample) => string; may: Access | 'public'; asksCluster?: true }>> = {
  'GET api/auth/[...all]': { path: () => '/api/auth/ok', may: 'public' },
  'POST api/auth/[...all]': { path: () => '/api/auth/sign-out', may: 'public' },
  'GET api/events': { path: () => '/api/events', may: EVERYONE },
  'GET api/events/[event]': { path: ({ event }) => `/api/events/${event}`, may: EVERYONE },
  'GET api/events/chain': { path: () => '/api/events/chain', may: ADMINS },
  'GET api/events/export': { path: () => '/api/events/export', may: OPERATORS },
  'GET api/events/newer': { path: () => '/api/events/newer', may: EVERYONE },
  'GET api/events/tally': { path: () => '/api/events/tally', may: EVERYONE },
  'GET api/health': { path: () => '/api/health', may: 'public' },
  'GET api/plans/[plan]/diff': { path: ({ plan, object }) => `/api/plans/${plan}/diff?object=${encodeURIComponent(object)}`, may: EVERYONE },
  'GET api/plans/[plan]/freshness': { path: ({ plan }) => `/api/plans/${plan}/freshness`, may: EVERYONE, asksCluster: true },
  'GET api/runs/[run]': { path: ({ run }) => `/api/runs/${run}`, may: EVERYONE },
  'GET api/runs/[run]/stream': { path: ({ run }) => `/api/runs/${run}/stream`, may: EVERYONE },
  'GET api/discover': { path: () => `/api/discover?connection=${encodeURIComponent('{"kind":"in-cluster"}')}`, may: ADMINS, asksCluster: true },
  'GET api/stacks/[stack]/connection': { path: ({ stack }) => `/api/stacks/${stack}/connection`, may: ADMINS, asksCluster: true },
  'GET api/stacks/[stack]/ownership': { path: ({ stack }) => `/api/stacks/${stack}/ownership`, may: OPERATORS, asksCluster: true },
  'GET api/stacks/[stack]/draft': { path: ({ stack }) => `/api/stacks/${stack}/draft`, may: OPERATORS },
  'PUT api/stacks/[stack]/draft': { path: ({ stack }) => `/api/stacks/${stack}/draft`, may: OPERATORS },
  'DELETE api/stacks/[stack]/draft': { path: ({ stack }) => `/api/stacks/${stack}/draft`, may: OPERATORS },
  'GET api/stacks/[stack]/findings': { path: ({ stack }) => `/api/stacks/${stack}/findings`, may: EVERYONE },
  'GET api/stacks/[stack]/revisions/[number]/export': { path: ({ stack }) => `/api/stacks/${stack}/revisions/1/export`, may: EVERYONE },
  'GET api/stacks/[stack]/status': { path: ({ stack }) => `/api/stacks/${stack}/status`, may: EVERYONE },
  'GET healthz': { path: () => '/healthz', may: 'public' },
  'GET readyz': { path: () => '/readyz', may: 'public' },
}

const ANY_SCOPE: readonly TokenScope[] = ['read', 'write', 'apply', 'approve']

/**
 * Routes of the API by method and folder below app/api/v1: which scopes of a token reach it, provided that the role of the token's owner does
 * too. `body` and `base` (If-Match) are of a request that asks for something real and changes nothing. `inStack` ones refuse a token of another stack.
 */
export const API: Readonly<Record<string, { path: (sample: Sample) => string; scopes: readonly TokenScope[]; may: Access; inStack: boolean; body?: (sample: Sample) => unknown; base?: string }>> = {
  'GET events': { path: () => 'events', scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'GET events/[event]': { path: ({ event }) => `events/${event}`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'GET stacks': { path: () => 'stacks', scopes: ANY_SCOPE, may: EVERYONE, inStack: false },
  'GET stacks/[stack]': { path: ({ stack }) => `stacks/${stack}`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'GET stacks/[stack]/plans': { path: ({ stack }) => `stacks/${stack}/plans`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'POST stacks/[stack]/plans': { path: ({ stack }) => `stacks/${stack}/plans`, scopes: ['write'], may: OPERATORS, inStack: true, body: () => ({ revision: 999 }) },
  'GET stacks/[stack]/plans/[plan]': { path: ({ stack, plan }) => `stacks/${stack}/plans/${plan}`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'POST stacks/[stack]/plans/[plan]/approve': { path: ({ stack, plan }) => `stacks/${stack}/plans/${plan}/approve`, scopes: ['approve'], may: APPROVERS, inStack: true, body: () => ({}) },
  'POST stacks/[stack]/plans/[plan]/reject': { path: ({ stack, plan }) => `stacks/${stack}/plans/${plan}/reject`, scopes: ['approve'], may: APPROVERS, inStack: true, body: () => ({ reason: 'No need' }) },
  'GET stacks/[stack]/retention': { path: ({ stack }) => `stacks/${stack}/retention`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'PUT stacks/[stack]/retention': { path: ({ stack }) => `stacks/${stack}/retention`, scopes: ['write'], may: OPERATORS, inStack: true, base: '"999"', body: () => ({ raw: '1d', '5m': '1d', '1h': '1d' }) },
  'GET stacks/[stack]/revisions': { path: ({ stack }) => `stacks/${stack}/revisions`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'POST stacks/[stack]/revisions': { path: ({ stack }) => `stacks/${stack}/revisions`, scopes: ['write'], may: OPERATORS, inStack: true, base: '"999"', body: ({ object }) => ({ message: 'x', edits: [{ op: 'object.remove', object }] }) },
  'GET stacks/[stack]/revisions/[revision]': { path: ({ stack }) => `stacks/${stack}/revisions/head`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'POST stacks/[stack]/revisions/[revision]/restore': { path: ({ stack }) => `stacks/${stack}/revisions/1/restore`, scopes: ['write'], may: OPERATORS, inStack: true, base: '"999"', body: () => ({}) },
  'GET stacks/[stack]/runs': { path: ({ stack }) => `stacks/${stack}/runs`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'POST stacks/[stack]/runs': { path: ({ stack }) => `stacks/${stack}/runs`, scopes: ['apply'], may: OPERATORS, inStack: true, body: ({ plan }) => ({ plan }) },
  'GET stacks/[stack]/runs/[run]': { path: ({ stack, run }) => `stacks/${stack}/runs/${run}`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'POST stacks/[stack]/runs/[run]/cancel': { path: ({ stack, run }) => `stacks/${stack}/runs/${run}/cancel`, scopes: ['apply'], may: OPERATORS, inStack: true, body: () => ({}) },
  'GET stacks/[stack]/runs/[run]/stream': { path: ({ stack, run }) => `stacks/${stack}/runs/${run}/stream`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
  'GET stacks/[stack]/status': { path: ({ stack }) => `stacks/${stack}/status`, scopes: ANY_SCOPE, may: EVERYONE, inStack: true },
}
