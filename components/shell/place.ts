// Which page of the console an address is: its stack and its entry in the rail.

export const STACK_PAGES = ['overview', 'topology', 'edges', 'stores', 'storage', 'hashring', 'rules', 'alerts', 'diagnose', 'findings', 'changes', 'audit'] as const
export type PageId = (typeof STACK_PAGES)[number] | 'settings'

/** Remembers the stack that was looked at last, for the pages that belong to none. */
export const STACK_COOKIE = 'stack'

export type Place = { slug?: string; page?: PageId }

/** Pages that are reached through another one, by the first word behind the stack. */
const PARENTS: Readonly<Record<string, PageId>> = {
  changes: 'changes', drift: 'changes', import: 'changes', edit: 'changes', add: 'changes', remove: 'changes', version: 'changes', ownership: 'changes', revisions: 'changes', compare: 'changes', plans: 'changes', runs: 'changes',
  findings: 'findings', hashring: 'hashring', rules: 'rules', alerts: 'alerts', diagnose: 'diagnose', storage: 'storage', stores: 'stores', edges: 'edges', topology: 'topology', audit: 'audit',
}

/** The place of a path; `slug` is absent outside a stack, `page` where nothing of the rail is meant. */
export function placeOf(pathname: string): Place {
  const [first, second, third] = pathname.split('/').filter((part) => part !== '')
  if (first === 'settings') return { page: 'settings' }
  if (first === 'audit') return { page: 'audit' }
  if (first !== 'stacks' || second === undefined || second === 'new') return {}
  const slug = decodeURIComponent(second)
  if (third === undefined) return { slug, page: 'overview' }
  const page = PARENTS[third]
  return page === undefined ? { slug } : { slug, page }
}
