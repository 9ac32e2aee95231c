// The pages of the rail: icon, address and the letter that goes there behind `g`. Only pages that exist.
import { Bell, CircleAlert, CircleDotDashed, Database, GitCompareArrows, type LucideIcon, PanelsTopLeft, RadioTower, Rows3, ScrollText, Settings2, SquareFunction, Stethoscope, Workflow } from 'lucide-react'
import { routes } from '#lib/routes.ts'
import type { PageId } from './place.ts'

export type RailPage = { id: PageId; icon: LucideIcon; key: string; href: (slug: string | undefined) => string | undefined }

const inStack = (route: (slug: string) => string) => (slug: string | undefined): string | undefined => slug === undefined ? undefined : route(slug)

/** In the groups in which the rail draws them. */
export const RAIL: readonly (readonly RailPage[])[] = [
  [
    { id: 'overview', icon: PanelsTopLeft, key: 'o', href: inStack(routes.overview) },
    { id: 'topology', icon: Workflow, key: 't', href: inStack((slug) => routes.topology(slug)) },
    { id: 'edges', icon: RadioTower, key: 'w', href: inStack((slug) => routes.edges(slug)) },
    { id: 'stores', icon: Rows3, key: 's', href: inStack(routes.stores) },
    { id: 'storage', icon: Database, key: 'b', href: inStack(routes.storage) },
    { id: 'hashring', icon: CircleDotDashed, key: 'h', href: inStack(routes.hashring) },
    { id: 'rules', icon: SquareFunction, key: 'r', href: inStack((slug) => routes.rules(slug)) },
  ],
  [
    { id: 'alerts', icon: Bell, key: 'l', href: inStack(routes.alerts) },
    { id: 'diagnose', icon: Stethoscope, key: 'd', href: inStack((slug) => routes.diagnose(slug)) },
    { id: 'findings', icon: CircleAlert, key: 'f', href: inStack((slug) => routes.findings(slug)) },
    { id: 'changes', icon: GitCompareArrows, key: 'c', href: inStack(routes.changes) },
    { id: 'audit', icon: ScrollText, key: 'a', href: (slug) => slug === undefined ? routes.audit() : routes.stackAudit(slug) },
  ],
  [{ id: 'settings', icon: Settings2, key: 'e', href: routes.settings }],
]

export const ALL_PAGES: readonly RailPage[] = RAIL.flat()
