// Jobs: pods of one template until as many have come to their end as are wanted.
// Source: pkg/controller/job/job_controller.go of Kubernetes 1.35; without indexes, policies and the finalizers by which it counts.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { apiTime } from './api-time.ts'
import type { Cluster } from './cluster.ts'
import { writeStatus } from './cluster.ts'
import type { Condition } from './conditions.ts'
import { withConditions } from './conditions.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { isReady, isTerminating, ownedBy } from './owned.ts'
import { createPod, deletePod, podOf } from './owned-pods.ts'

export function reconcileJob(job: KubeObject, cluster: Cluster): void {
  const isOver = itemsAt(job, 'status', 'conditions').some(({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'))
  if (isOver || isTerminating(job)) return
  const before = count(job, cluster)
  const end = endOf(job, before)
  const isSuspended = valueAt(job, 'spec', 'suspend') === true
  const wanted = end || isSuspended ? 0 : stillWanted(job, before)
  let refused: string | undefined
  for (let missing = wanted - before.active.length; missing > 0 && refused === undefined; missing--) refused = createPod(cluster, job, podOf(job))
  for (const pod of before.active.slice(wanted)) deletePod(cluster, job, pod)
  const now = apiTime(cluster.now())
  const { active, succeeded, failed, terminating } = count(job, cluster)
  const conditions = withConditions(job, end ?? [], now)
  const begun = textAt(job, 'status', 'startTime')
  const status: JsonObject = {
    ...(active.length > 0 ? { active: active.length } : {}), ...(succeeded > 0 ? { succeeded } : {}), ...(failed > 0 ? { failed } : {}),
    ready: active.filter(isReady).length, terminating, uncountedTerminatedPods: {},
    ...(begun === '' && isSuspended ? {} : { startTime: begun === '' ? now : begun }),
    ...(end?.some(({ type }) => type === 'Complete') ? { completionTime: now } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
  }
  writeStatus(cluster, job, { status })
}

type Count = { active: KubeObject[]; succeeded: number; failed: number; terminating: number }

function count(job: KubeObject, { store }: Cluster): Count {
  const pods = ownedBy(store, kindNamed('Pod'), job)
  const ended = (phase: string): number => pods.filter((pod) => textAt(pod, 'status', 'phase') === phase).length
  const living = pods.filter((pod) => !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase')))
  return { active: living.filter((pod) => !isTerminating(pod)), succeeded: ended('Succeeded'), failed: ended('Failed'), terminating: living.filter(isTerminating).length }
}

/** How many pods are to run now. Without a number of completions, none is made any more once one has come to its end. */
function stillWanted(job: KubeObject, { active, succeeded }: Count): number {
  const parallelism = numberAt(job, 'spec', 'parallelism') ?? 1
  const completions = numberAt(job, 'spec', 'completions')
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism
  return Math.min(parallelism, completions - succeeded)
}

/** The conditions of a Job that is over; undefined while it is not. */
function endOf(job: KubeObject, { active, succeeded, failed }: Count): Condition[] | undefined {
  const completions = numberAt(job, 'spec', 'completions')
  if (completions === undefined ? succeeded > 0 && active.length === 0 : succeeded >= completions) {
    return ['SuccessCriteriaMet', 'Complete'].map((type) => ({ type, status: 'True', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }))
  }
  if (failed <= (numberAt(job, 'spec', 'backoffLimit') ?? 6)) return undefined
  return ['FailureTarget', 'Failed'].map((type) => ({ type, status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' }))
}

/** What a new Job gets whose selector is not its own business: labels that only its pods have. */
export function selectOwnPods(job: KubeObject): void {
  if (valueAt(job, 'spec', 'manualSelector') === true) return
  const { name, uid = '' } = job.metadata
  const [spec, template] = [mapAt(job, 'spec'), mapAt(job, 'spec', 'template')]
  const labels = mapAt(template, 'metadata', 'labels')
  template.metadata = {
    ...mapAt(template, 'metadata'),
    labels: { 'batch.kubernetes.io/job-name': name, 'job-name': name, 'batch.kubernetes.io/controller-uid': uid, 'controller-uid': uid, ...labels },
  }
  spec.selector = { ...mapAt(spec, 'selector'), matchLabels: { 'batch.kubernetes.io/controller-uid': uid, ...mapAt(spec, 'selector', 'matchLabels') } }
}
