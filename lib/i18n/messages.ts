// The message catalogues: one file for each area of the product and language. Listed by hand, so that a missing file fails the build.
// Server only: pages hand the namespaces that their client components need to <ClientMessages>.
import type { AbstractIntlMessages } from 'next-intl'
import type { Locale } from '../text.ts'
import enShell from './messages/en/shell.json'
import enUi from './messages/en/ui.json'
import enAuth from './messages/en/auth.json'
import enOverview from './messages/en/overview.json'
import enSettings from './messages/en/settings.json'
import enFindings from './messages/en/findings.json'
import enEdit from './messages/en/edit.json'
import enEditors from './messages/en/editors.json'
import enChanges from './messages/en/changes.json'
import enPlan from './messages/en/plan.json'
import enRun from './messages/en/run.json'
import enAudit from './messages/en/audit.json'
import enPresets from './messages/en/presets.json'
import enApproval from './messages/en/approval.json'
import enDrift from './messages/en/drift.json'
import enConnect from './messages/en/connect.json'
import enAlerting from './messages/en/alerting.json'
import koAlerting from './messages/ko/alerting.json'
import enDiagnose from './messages/en/diagnose.json'
import koDiagnose from './messages/ko/diagnose.json'
import enEdges from './messages/en/edges.json'
import koEdges from './messages/ko/edges.json'
import enStores from './messages/en/stores.json'
import koStores from './messages/ko/stores.json'
import koConnect from './messages/ko/connect.json'
import enTopology from './messages/en/topology.json'
import koTopology from './messages/ko/topology.json'
import koShell from './messages/ko/shell.json'
import koUi from './messages/ko/ui.json'
import koAuth from './messages/ko/auth.json'
import koOverview from './messages/ko/overview.json'
import koSettings from './messages/ko/settings.json'
import koFindings from './messages/ko/findings.json'
import koEdit from './messages/ko/edit.json'
import koEditors from './messages/ko/editors.json'
import koChanges from './messages/ko/changes.json'
import koPlan from './messages/ko/plan.json'
import koRun from './messages/ko/run.json'
import koAudit from './messages/ko/audit.json'
import koPresets from './messages/ko/presets.json'
import koApproval from './messages/ko/approval.json'
import koDrift from './messages/ko/drift.json'

const en = { shell: enShell, ui: enUi, auth: enAuth, overview: enOverview, settings: enSettings, findings: enFindings, edit: enEdit, editors: enEditors, changes: enChanges, plan: enPlan, run: enRun, audit: enAudit, presets: enPresets, approval: enApproval, drift: enDrift, connect: enConnect, topology: enTopology, stores: enStores, edges: enEdges, diagnose: enDiagnose, alerting: enAlerting }
const ko: Record<Namespace, AbstractIntlMessages> = { shell: koShell, ui: koUi, auth: koAuth, overview: koOverview, settings: koSettings, findings: koFindings, edit: koEdit, editors: koEditors, changes: koChanges, plan: koPlan, run: koRun, audit: koAudit, presets: koPresets, approval: koApproval, drift: koDrift, connect: koConnect, topology: koTopology, stores: koStores, edges: koEdges, diagnose: koDiagnose, alerting: koAlerting }

/** The shape of all messages; the English files define the keys. */
export type Messages = typeof en
export type Namespace = keyof Messages

const CATALOGUES = { en, ko } as const satisfies Record<Locale, Record<Namespace, AbstractIntlMessages>>

/** All messages of one language. */
export function messagesOf(locale: Locale): Record<Namespace, AbstractIntlMessages> {
  return CATALOGUES[locale]
}
