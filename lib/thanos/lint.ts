// All checks over a spec, worst findings first. The only list of checks.
import { checkContext, type Check } from './check.ts'
import { argumentFiles } from './checks/argument-files.ts'
import { bucketPolicy } from './checks/bucket-policy.ts'
import { cacheConfig } from './checks/cache-config.ts'
import { changingLabels } from './checks/changing-labels.ts'
import { containerResources } from './checks/container-resources.ts'
import { disruptionBudgets } from './checks/disruption-budgets.ts'
import { exclusiveFlags } from './checks/exclusive-flags.ts'
import { journal } from './checks/journal.ts'
import { objectStorageVariables } from './checks/object-storage-variables.ts'
import { pastedCommands } from './checks/pasted-commands.ts'
import { probes } from './checks/probes.ts'
import { references } from './checks/references.ts'
import { relabelConfig } from './checks/relabel-config.ts'
import { selectors } from './checks/selectors.ts'
import { stableStorage } from './checks/stable-storage.ts'
import { deduplication } from './compact/checks/deduplication.ts'
import { deletion } from './compact/checks/deletion.ts'
import { secondCompactor } from './compact/checks/second-compactor.ts'
import { shards } from './compact/checks/shards.ts'
import { downstream } from './query-frontend/checks/downstream.ts'
import { splitting } from './query-frontend/checks/splitting.ts'
import { endpointConfig } from './query/checks/endpoint-config.ts'
import { copies } from './receive/checks/copies.ts'
import { limits } from './receive/checks/limits.ts'
import { ringChanges } from './receive/checks/ring-changes.ts'
import { ringTraps } from './receive/checks/ring-traps.ts'
import { uploads } from './receive/checks/uploads.ts'
import { querySource } from './rule/checks/query-source.ts'
import { ruleExpressions } from './rule/checks/rule-expressions.ts'
import { ruleReload } from './rule/checks/rule-reload.ts'
import { besidePrometheus } from './sidecar/checks/prometheus.ts'
import { equalStores } from './store/checks/equal-stores.ts'
import { timeCoverage } from './store/checks/time-coverage.ts'
import { differingObjectStorage } from './checks/differing-object-storage.ts'
import { flagValues } from './checks/flag-values.ts'
import { networkPolicies } from './checks/network-policies.ts'
import { workloadSelectors } from './checks/workload-selectors.ts'
import { missingMounts } from './checks/missing-mounts.ts'
import { objectStorageConfig } from './checks/object-storage-config.ts'
import { servicePorts } from './checks/service-ports.ts'
import { unknownFlags } from './checks/unknown-flags.ts'
import { unsetVariables } from './checks/unset-variables.ts'
import { externalLabels } from './checks/external-labels.ts'
import { frozenFiles } from './checks/frozen-files.ts'
import { specsBeside } from './containers.ts'
import { withVariables } from './expanded-arguments.ts'
import { hidesArguments } from './in-sight.ts'
import { flagValues as valuesOf } from './read-args.ts'
import { remembered } from './remember.ts'
import { compactWait } from './compact/checks/wait.ts'
import { retentionAgainstDownsampling } from './compact/checks/retention-against-downsampling.ts'
import { singleCompactor } from './compact/checks/single-compactor.ts'
import { findingKey, type Finding, type Severity } from './finding.ts'
import { answeredEndpoints } from './query/checks/answered-endpoints.ts'
import { hiddenReplicas } from './query/checks/hidden-replicas.ts'
import { replicaLabels } from './query/checks/replica-labels.ts'
import { hashringAlgorithm } from './receive/checks/hashring-algorithm.ts'
import { hashringFile } from './receive/checks/hashring-file.ts'
import { hashringMembers } from './receive/checks/hashring-members.ts'
import { localEndpoint } from './receive/checks/local-endpoint.ts'
import { localRetention } from './receive/checks/local-retention.ts'
import { replicationFactor } from './receive/checks/replication-factor.ts'
import { alertLabelDrop } from './rule/checks/alert-label-drop.ts'
import { ruleFiles } from './rule/checks/rule-files.ts'
import { specObjectId, workloads, type StackSpec } from './spec.ts'
import { cacheMemory } from './store/checks/cache-memory.ts'
import { invertedTimeRange } from './store/checks/inverted-time-range.ts'

/** Speak of flags by name and carry their values elsewhere, so they see them as they are written. */
const AS_WRITTEN: readonly Check[] = [unknownFlags]

const CHECKS: readonly Check[] = [
  flagValues, exclusiveFlags, argumentFiles, journal, relabelConfig, cacheConfig,
  objectStorageConfig, objectStorageVariables, differingObjectStorage, bucketPolicy,
  missingMounts, unsetVariables, frozenFiles, stableStorage, references, containerResources, probes,
  servicePorts, selectors, workloadSelectors, networkPolicies, disruptionBudgets, externalLabels, changingLabels,
  hashringFile, ringTraps, hashringMembers, localEndpoint, replicationFactor, copies, hashringAlgorithm, ringChanges, localRetention, uploads, limits,
  answeredEndpoints, endpointConfig, replicaLabels, hiddenReplicas,
  splitting, downstream,
  retentionAgainstDownsampling, compactWait, singleCompactor, secondCompactor, shards, deduplication, deletion,
  invertedTimeRange, timeCoverage, equalStores, cacheMemory,
  querySource, alertLabelDrop, ruleFiles, ruleExpressions, ruleReload,
  besidePrometheus, pastedCommands,
]

const RANK: Record<Severity, number> = { error: 0, warning: 1, advice: 2 }

/** Everything that is wrong with a spec, worst first, then by object. `thanos` ("v0.42") judges by that release instead of the images'. */
export function lint(spec: StackSpec, options: { thanos?: string } = {}): Finding[] {
  return eachOnce([...check(spec), ...specsBeside(spec).flatMap((seen) => besideOnly(seen, check(seen)))])
    .toSorted((a, b) => RANK[a.severity] - RANK[b.severity] || compare(a.object, b.object) || compare(a.code, b.code) || compare(a.path, b.path))

  function check(seen: StackSpec): Finding[] {
    const written = checkContext(seen, options.thanos)
    const expanded = checkContext(withVariables(seen), options.thanos)
    return [...AS_WRITTEN.flatMap((each) => each(written)), ...CHECKS.flatMap((each) => each(expanded))].filter((finding) => !isOfHiddenFlag(seen, finding))
  }
}

/** What is said of a flag that a command line does not show, where a word of it stands for more arguments: it may well be set. */
function isOfHiddenFlag(seen: StackSpec, { object, path }: Finding): boolean {
  if (!path.startsWith('flags.')) return false
  const workload = hiding(seen).get(object)
  return workload !== undefined && valuesOf(workload.args, path.slice('flags.'.length)).length === 0
}

const hiding = remembered((spec: StackSpec) => new Map(workloads(spec).filter(hidesArguments).map((workload) => [specObjectId(workload), workload])))

/** Several workloads read one file, and each sees the same in it. */
function eachOnce(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter((finding) => {
    const said = `${findingKey(finding)} ${finding.message.en}`
    return !seen.has(said) && seen.add(said)
  })
}

/** What is wrong with the further containers of pods; what concerns the pod or the stack as a whole was said already. */
function besideOnly(seen: StackSpec, findings: readonly Finding[]): Finding[] {
  const beside = new Set(seen.objects.flatMap((object) => (object.type === 'workload' && object.beside ? [specObjectId(object)] : [])))
  return findings.filter(({ object, path }) => beside.has(object) && /^(?:flags|args|image|resources)\b/.test(path))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
