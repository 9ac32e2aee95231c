// What fires and what is pending now, each alert once however many rulers see it, and what the rulers cannot say.
import type { Text } from '../../text.ts'
import { ruleFilesOf } from '../files.ts'
import { specObjectId } from '../spec.ts'
import { type ForeignAlert, foreignAlerts } from './foreign-alerts.ts'
import type { SeenAlert, SeenRule, SeenRuleGroup } from './observation.ts'
import { labelText, type Look, podsOf, workloadOf } from './readings.ts'
import { type GroupTrouble, groupTroubles, type RuleTrouble, ruleTroubles } from './rule-troubles.ts'
import { blindObjects, labellingOf, type Labelling, type Ruler, rulersOf } from './rulers.ts'
import { alertmanagersOf, type Done, doneWith, managedAlert, silenceLink } from './silence.ts'

/** One ruler's sight of an alert. */
export type AlertSight = { pod: string; state: 'firing' | 'pending'; since?: number; value: string }

/** An alert, with the labels that Alertmanager gets. `isOld`: only a ruler that does not answer any more has told of it. */
export type Alert = {
  /** Tells it apart, also in an address. */
  id: string
  name: string
  state: 'firing' | 'pending'
  severity?: string
  since?: number
  summary?: string
  value: string
  labels: Readonly<Record<string, string>>
  annotations: Readonly<Record<string, string>>
  group: string
  file: string
  query: string
  sights: AlertSight[]
  isOld: boolean
  health: string
  lastError?: string
  /** The file of the spec that holds its rule, as the rules page names it. */
  source?: { object: string; key: string }
  /** Alertmanager's page for a silence of it. */
  silence?: string
  /** What Alertmanager did with it, where one that answers has it: nobody is told of what is suppressed. */
  managed?: Done
  /** The ruler changes labels before it sends them, so a silence may need other ones. */
  isRelabelled: boolean
}

/** One that rulers send to, as Gauntlet hears it. */
export type Alertmanager = { address: string } & ({ is: 'answers'; at: number; from: string; alerts: number } | { is: 'silent'; why: Text })

/** `arePodsKnown` is false while the cluster does not tell its pods: then there may be rulers that nobody has seen. `foreign` are those of Alertmanager alone. */
export type Alerts = { rulers: Ruler[]; alertmanagers: Alertmanager[]; alerts: Alert[]; foreign: ForeignAlert[]; rules: RuleTrouble[]; groups: GroupTrouble[]; ruleCount: number; arePodsKnown: boolean }

/** All of it, worst first: firing before pending, then by severity, then the oldest. */
export function alertsOf(look: Look): Alerts {
  const rulers = rulersOf(look)
  const blind = new Set(blindObjects(rulers))
  const merged = new Map<string, Alert>()
  // A silent ruler speaks only where no replica of it does: what it told may be over.
  for (const ruler of rulers.filter(({ is, object }) => is === 'answers' || blind.has(object))) {
    const how = howOf(look, ruler)
    for (const group of ruler.groups) for (const rule of group.rules) for (const seen of rule.alerts) {
      const told = alertOf({ ruler, group, rule, seen }, how)
      const managed = managedAlert(look, { alertname: told.name, ...told.labels })
      const next: Alert = managed === undefined ? told : { ...told, managed: doneWith(managed) }
      const known = merged.get(next.id)
      merged.set(next.id, known === undefined ? next : both(known, next))
    }
  }
  const told = rulers.filter(({ is }) => is === 'answers')
  const foreign = foreignAlerts(look, { rulers, alerts: [...merged.values()] }).toSorted((a, b) => Number(a.managed !== 'active') - Number(b.managed !== 'active') || severityRank(a.severity) - severityRank(b.severity) || oldestFirst(a, b))
  return {
    foreign,
    rulers, alertmanagers: alertmanagersSeen(look), arePodsKnown: look.observation.pods.state === 'fresh', alerts: [...merged.values()].toSorted(worstFirst), rules: ruleTroubles(told), groups: groupTroubles(look, rulers),
    ruleCount: new Set(told.flatMap((ruler) => ruler.groups.flatMap((group) => group.rules.map((rule, at) => `${group.file} ${group.name} ${at} ${rule.name}`)))).size,
  }
}

function alertmanagersSeen({ observation }: Look): Alertmanager[] {
  return Object.entries(observation.alertmanagers).toSorted(([a], [b]) => a.localeCompare(b)).map(([address, reading]) => (
    reading.state === 'fresh' ? { address, is: 'answers', at: reading.at, from: reading.from, alerts: reading.value.length } : { address, is: 'silent', why: reading.why }
  ))
}

/** Lower is worse. Who names no severity stands behind warnings and before what is only told. */
export function severityRank(severity: string | undefined): number {
  const word = severity?.toLowerCase() ?? ''
  const rank = SEVERITIES.findIndex((words) => words.includes(word))
  return rank === -1 ? UNNAMED : rank
}

const SEVERITIES: readonly (readonly string[])[] = [['critical', 'page', 'emergency', 'fatal', 'p1'], ['error', 'high', 'major', 'p2'], ['warning', 'warn', 'medium', 'minor', 'p3'], [], ['info', 'low', 'notice', 'none', 'p4']]
const UNNAMED = 3

type How = { labelling: Labelling; alertmanager?: string; sources: ReadonlyMap<string, { object: string; key: string }> }

function howOf(look: Look, { pod, object }: Ruler): How {
  const seenPod = podsOf(look.observation).find(({ name }) => name === pod)
  const [alertmanager] = seenPod === undefined ? [] : alertmanagersOf(look, seenPod)
  const workload = workloadOf(look.spec, object)
  const files = workload === undefined ? [] : ruleFilesOf(look.spec, workload)
  return { labelling: labellingOf(look, object), ...(alertmanager === undefined ? {} : { alertmanager }), sources: new Map(files.map((file) => [file.key, { object: specObjectId(file.object), key: file.key }])) }
}

type Sighting = { ruler: Ruler; group: SeenRuleGroup; rule: SeenRule; seen: SeenAlert }

function alertOf({ ruler, group, rule, seen }: Sighting, { labelling, alertmanager, sources }: How): Alert {
  const labels = { ...Object.fromEntries(Object.entries(seen.labels).filter(([name]) => !labelling.hidden.has(name))), ...labelling.external }
  const { summary = seen.annotations.message ?? seen.annotations.description, ...rest } = seen.annotations
  const source = sources.get(group.file.split('/').at(-1) ?? '')
  return {
    id: `${group.file} ${group.name} ${labelText({ alertname: rule.name, ...labels })}`, name: rule.name, state: seen.state, value: seen.value, labels, annotations: rest.summary === undefined ? seen.annotations : rest,
    ...optional({ severity: labels.severity, since: timeOf(seen), summary, lastError: rule.lastError, source, silence: alertmanager === undefined ? undefined : silenceLink(alertmanager, { alertname: rule.name, ...labels }) }),
    group: group.name, file: group.file, query: rule.query, health: rule.health, isOld: ruler.is === 'silent', isRelabelled: labelling.isRelabelled,
    sights: [{ pod: ruler.pod, state: seen.state, value: seen.value, ...optional({ since: timeOf(seen) }) }],
  }
}

/**
 * Fires when one ruler says so; began when the first of them saw it. Words and value are of the one that is further. Two rules of a group may send the
 * same labels: that is one alert too.
 */
function both(known: Alert, next: Alert): Alert {
  const lead = known.state === 'pending' && next.state === 'firing' ? next : known
  const since = [known.since, next.since].filter((at) => at !== undefined)
  const lastError = lead.lastError ?? known.lastError ?? next.lastError
  return { ...lead, ...(since.length === 0 ? {} : { since: Math.min(...since) }), ...(lastError === undefined ? {} : { lastError }), isOld: known.isOld && next.isOld, sights: [...known.sights, ...next.sights.filter(({ pod }) => !known.sights.some((sight) => sight.pod === pod))] }
}

function worstFirst(a: Alert, b: Alert): number {
  return Number(a.state === 'pending') - Number(b.state === 'pending') || severityRank(a.severity) - severityRank(b.severity)
    || oldestFirst(a, b)
}

function oldestFirst(a: Pick<Alert, 'id' | 'since'>, b: Pick<Alert, 'id' | 'since'>): number {
  return (a.since ?? Number.MAX_VALUE) - (b.since ?? Number.MAX_VALUE) || a.id.localeCompare(b.id)
}

function timeOf({ activeAt }: SeenAlert): number | undefined {
  return activeAt > 0 ? activeAt : undefined
}

/** The fields that are there. */
function optional<Fields extends Record<string, unknown>>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  // Safe because what is undefined was left out.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }
}
