// A plan: what applying a revision would do, object by object, and the conditions under which it may be done.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ApplyPanel } from '#components/plan/apply-panel.tsx'
import { applyState } from '#components/plan/apply-state.ts'
import { FindingItems } from '#components/plan/finding-items.tsx'
import { ImpactList } from '#components/plan/impact-list.tsx'
import { mendLink, type MendLink } from '#components/plan/mend-link.ts'
import { PlanChoices } from '#components/plan/plan-choices.tsx'
import { PlanObjects } from '#components/plan/plan-objects.tsx'
import { PlanNotes } from '#components/plan/plan-notes.tsx'
import { planRows } from '#components/plan/plan-rows.ts'
import { PlanSequence } from '#components/plan/plan-sequence.tsx'
import { PlanVerdict } from '#components/plan/plan-verdict.tsx'
import { RiskReasons } from '#components/plan/risk-reasons.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Section } from '#components/ui/section.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { approval as approvalOf } from '#lib/services/plans/approval.ts'
import { get as getPlan } from '#lib/services/plans/get.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { list as listRuns } from '#lib/services/runs/list.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { orNotFound, signedIn, stackOf } from '../../../../signed-in.ts'
import { acceptedIn } from '../../accepted.ts'

/** More findings than this are on their own page. */
const FINDINGS = 30

type Props = { params: Promise<{ stack: string; plan: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { plan: id } = await params
  const plan = await orNotFound(async () => getPlan(await signedIn(), { planId: id }))
  return { title: (await getTranslations('plan'))('title', { number: plan.revision }) }
}

export default async function PlanPage({ params }: Props): Promise<JSX.Element> {
  const { stack: slug, plan: id } = await params
  const stack = await stackOf(slug)
  const actor = await signedIn()
  const t = await getTranslations('plan')
  const pages = await getTranslations('shell.pages')
  const plan = await orNotFound(() => getPlan(actor, { planId: id }))
  const revision = await getRevision(actor, { stackId: stack.id, number: plan.revision })
  const runs = plan.status === 'applied' ? await listRuns(actor, { stackId: stack.id, limit: 100, locale: await getLocale() }) : []
  const run = runs.find(({ planId }) => planId === plan.id)
  const stateOf = await acceptedIn(actor, stack)
  const approval = await approvalOf(actor, { planId: plan.id })
  const rows = planRows(plan, revision.spec, { slug: stack.slug, mayWrite: isAllowed(actor.role, 'revision:write') })
  const state = applyState(plan, rows, stateOf)
  const isOpen = plan.status !== 'applied' && plan.status !== 'empty'
  const mayWrite = isAllowed(actor.role, 'revision:write')
  const linkTo = mayWrite ? ({ object }: Finding): MendLink | undefined => mendLink(stack.slug, revision.spec, object) : undefined
  const blocking = new Set(plan.blockers.map(findingKey))
  const isAccepted = (finding: Finding): boolean => stateOf(finding)?.kind === 'accepted'
  const others = plan.findings.filter((finding) => !blocking.has(findingKey(finding))).toSorted((a, b) => Number(isAccepted(a)) - Number(isAccepted(b)))
  const waited = new Set(rows.flatMap(({ object, verdict }) => (verdict === 'waited' ? [object] : [])))
  const changed = rows.length - waited.size
  const same = plan.objects.filter(({ object, verdict }) => verdict === 'unchanged' && !waited.has(object)).map(({ object }) => object)
  return (
    <Page title={t('title', { number: plan.revision })} crumbs={[{ label: pages('changes'), href: routes.changes(stack.slug) }]}>
      <ClientMessages namespaces={['approval', 'changes', 'plan']}>
        <PlanChoices>
        {/* One column on a phone, in another order than the two of a wide screen. */}
        <div className="flex flex-col gap-y-5 max-md:pb-28 lg:grid lg:grid-cols-[minmax(0,1fr)_336px] lg:grid-rows-[auto_1fr] lg:gap-x-10">
          <div className="grid min-w-0 content-start gap-5">
            <PlanVerdict plan={plan} revision={revision} state={state} changed={changed} />
            {run !== undefined && <div><ButtonLink href={routes.run(stack.slug, run.id)}>{t('seeRun')}</ButtonLink></div>}
            {plan.status === 'empty' && <div><ButtonLink href={routes.changes(stack.slug)}>{t('toChanges')}</ButtonLink></div>}
            {plan.status !== 'empty' && <ImpactList impacts={plan.impacts} />}
            <PlanNotes notes={plan.notes} />
          </div>
          <div className="contents lg:row-span-2 lg:grid lg:content-start lg:gap-5">
            {isOpen && (
              <ApplyPanel
                className="order-1" stack={stack} state={state} approval={approval} sentence={t('verdict.ready', { number: plan.revision, count: changed })}
                mayPlan={isAllowed(actor.role, 'plan:compute')} mayApply={isAllowed(actor.role, 'run:apply')}
              />
            )}
            {plan.blockers.length > 0 && <Section className="order-2" title={t('findings.blockers')} count={plan.blockers.length}><FindingItems findings={plan.blockers} linkTo={linkTo} stateOf={stateOf} /></Section>}
            {isOpen && <RiskReasons className="order-4 lg:order-2" risk={plan.risk} />}
            <PlanSequence className="order-4 lg:order-3" plan={plan} spec={revision.spec} />
            <Section className="order-5" title={t('findings.title')} count={others.length}>
              {others.length === 0 ? <p className="py-2 text-ink-3">{t('findings.none')}</p> : <FindingItems findings={others.slice(0, FINDINGS)} linkTo={linkTo} stateOf={stateOf} />}
              {others.length > FINDINGS && <p className="py-2"><Link className="link" href={routes.findings(stack.slug)}>{t('findings.more', { count: others.length - FINDINGS })}</Link></p>}
            </Section>
          </div>
          <PlanObjects
            className="order-3 lg:order-none" planId={plan.id} slug={stack.slug} rows={rows} same={same}
            mayForce={isOpen && isAllowed(actor.role, 'owner:override')} mayApply={isOpen && isAllowed(actor.role, 'run:apply')}
          />
        </div>
        </PlanChoices>
      </ClientMessages>
    </Page>
  )
}
