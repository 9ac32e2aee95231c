// A plan: what applying a revision would do, object by object, and the conditions under which it may be done.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ApplyPanel } from '#components/plan/apply-panel.tsx'
import { FindingItems } from '#components/plan/finding-items.tsx'
import { ImpactList } from '#components/plan/impact-list.tsx'
import { PlanObjects } from '#components/plan/plan-objects.tsx'
import { PlanSequence } from '#components/plan/plan-sequence.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Age } from '#components/ui/age.tsx'
import { RiskBadge } from '#components/ui/risk-badge.tsx'
import { Section } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import type { Actor } from '#lib/auth/actor.ts'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { get as getPlan } from '#lib/services/plans/get.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import type { PlanView, StackView } from '#lib/services/views.ts'
import { impactOf, riskOf, type Impact } from '#lib/thanos/impact.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { orNotFound, signedIn, stackOf } from '../../../../signed-in.ts'

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
  const { impacts, spec } = await impactsOf(actor, stack, plan)
  const risk = riskOf(impacts)
  const changed = plan.objects.filter((object) => object.verdict !== 'unchanged').length
  const verdict = t(`verdict.${plan.status}`, { number: plan.revision, count: changed })
  const locale = await getLocale()
  const irreversible = impacts.find(({ weight }) => weight === 'danger')
  return (
    <Page title={t('title', { number: plan.revision })} crumbs={[{ label: pages('changes'), href: routes.changes(stack.slug) }]}>
      <ClientMessages namespaces={['changes', 'plan']}>
        <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_336px]">
          <div className="grid min-w-0 content-start gap-5">
            <Verdict
              className="pb-0"
              eyebrow={<>{plan.status !== 'empty' && <RiskBadge risk={risk} long />}{irreversible && <Status glyph="irreversible" tone="danger">{irreversible.message[locale]}</Status>}</>}
              sub={<>{t('sub', { by: plan.createdBy, changed, total: plan.objects.length })} <Age at={plan.createdAt} /></>}
            >
              {verdict}
            </Verdict>
            {plan.status !== 'empty' && <ImpactList impacts={impacts} />}
            <PlanObjects objects={plan.objects} />
          </div>
          <div className="grid min-w-0 content-start gap-5 max-lg:row-start-1">
            {plan.status !== 'empty' && <ApplyPanel stack={stack} plan={plan} risk={risk} mayApply={isAllowed(actor.role, 'run:apply')} consequence={verdict} />}
            {plan.blockers.length > 0 && <Section title={t('findings.blockers')} count={plan.blockers.length}><FindingItems findings={plan.blockers} /></Section>}
            <PlanSequence plan={plan} spec={spec} />
            <Section className="max-lg:hidden" title={t('findings.title')} count={plan.findings.length}>
              {plan.findings.length === 0 ? <p className="py-2 text-ink-3">{t('findings.none')}</p> : <FindingItems findings={plan.findings} />}
            </Section>
          </div>
        </div>
      </ClientMessages>
    </Page>
  )
}

async function impactsOf(actor: Actor, stack: StackView, plan: PlanView): Promise<{ impacts: Impact[]; spec: StackSpec }> {
  const { spec } = await getRevision(actor, { stackId: stack.id, number: plan.revision })
  const before = stack.applied === undefined ? undefined : (await getRevision(actor, { stackId: stack.id, number: stack.applied })).spec
  return { impacts: impactOf(before, spec, plan.objects), spec }
}
