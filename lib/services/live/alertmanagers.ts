// The Alertmanagers that an installation's rulers send to, each a source of its own. Those outside of the cluster are not asked, and their reading says so.
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { text } from '../../text.ts'
import { alertmanagerPlace, type AlertmanagerPlace } from '../../thanos/live/alertmanager-address.ts'
import type { ManagedAlert, Reading } from '../../thanos/live/observation.ts'
import { ALERTMANAGER_ALERTS, fetchManagedAlerts } from '../../thanos-api/alertmanager.ts'
import { withRoleLine } from './role-line.ts'
import { createSource, type Source } from './source.ts'

/** So many rounds of the pace lie between two questions. */
const EVERY = 3

export type Alertmanagers = {
  /** Asks these from now on, and no others. A name is looked up from the namespace of its ruler. */
  follow: (addresses: Iterable<Addressed>) => void
  sources: () => Source<ManagedAlert[]>[]
  readings: () => Record<string, Reading<ManagedAlert[]>>
}

/** `namespace` is that of the ruler that is given the address; absent for the stack's own. */
export type Addressed = { address: string; namespace?: string }

export function startAlertmanagers({ cluster, namespace: home, paceMs }: { cluster: Cluster; namespace: string; paceMs: number }): Alertmanagers {
  const known = new Map<string, Source<ManagedAlert[]>>()
  const sourceOf = ({ address, namespace = home }: Addressed): Source<ManagedAlert[]> => createSource({
    from: `${address}${ALERTMANAGER_ALERTS}`, everyMs: paceMs * EVERY,
    ask: async (signal) => {
      const place = alertmanagerPlace(address, namespace)
      if (place === undefined) throw new AppError('UPSTREAM', text('It stands outside of the cluster, and Gauntlet asks only through the API server: open it yourself.', '클러스터 밖에 있습니다. Gauntlet은 API 서버를 거쳐서만 물으므로 직접 여세요.'))
      const { path, pod, service, ...where } = place
      try {
        return await fetchManagedAlerts(async (page) => cluster.askPod({ ...where, ...(pod === undefined ? { service } : { pod }), ...page, path: `${path}${page.path}`, signal }))
      } catch (error) {
        if (error instanceof AppError && error.code === 'NOT_FOUND') throw missing(place)
        throw withRoleLine(error, { namespace: where.namespace, group: '', resource: pod === undefined ? 'services/proxy' : 'pods/proxy', verbs: ['get'] })
      }
    },
  })
  return {
    follow: (addresses) => {
      const wanted = new Map([...addresses].toReversed().map((each) => [each.address, each]))
      for (const [address, source] of known) {
        if (wanted.has(address)) continue
        source.stop()
        known.delete(address)
      }
      for (const [address, each] of wanted) known.set(address, known.get(address) ?? sourceOf(each))
    },
    sources: () => [...known.values()],
    readings: () => Object.fromEntries([...known].map(([address, source]) => [address, source.reading()])),
  }
}

function missing({ namespace, service, pod }: AlertmanagerPlace): AppError {
  const what = pod === undefined ? `Service ${service}` : `Pod ${pod}`
  return new AppError('UPSTREAM', text(`There is no ${what} in namespace ${namespace}: what rulers send there reaches nobody.`, `네임스페이스 ${namespace}에 ${what}이(가) 없어 ruler가 보낸 알림이 전달되지 않습니다.`))
}
