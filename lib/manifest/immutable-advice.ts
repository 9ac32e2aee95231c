// What must be done where Kubernetes does not let a field change: in words, for the reader of a plan. Nothing here is done by itself.
import { text, type Text } from '../text.ts'
import { fieldAt, mapsAt, stringAt } from './fields.ts'
import { isEqual } from './equal.ts'
import { parseQuantity } from './quantity.ts'
import type { JsonObject, KubeObject } from './types.ts'

/** The way out of a change that the API server refuses as immutable. `live` may be shown as it is stored, with its defaults. */
export function immutableAdvice(desired: KubeObject, live: KubeObject): Text {
  switch (desired.kind) {
    case 'StatefulSet': return statefulSet(desired, live)
    case 'Service': return service(desired)
    case 'PersistentVolumeClaim': return claim(desired)
    case 'RoleBinding':
    case 'ClusterRoleBinding': return anew(desired, text('A binding keeps its role for ever', '바인딩이 가리키는 역할은 바뀌지 않습니다'), text('for a moment nobody has the permissions', '그동안 권한이 없습니다'))
    case 'Secret':
    case 'ConfigMap': return text(
      `${desired.kind} ${desired.metadata.name} is marked \`immutable\`. Give the new text to an object of another name and mount that one.`,
      `${desired.kind} ${desired.metadata.name}에 \`immutable\`이 설정되어 있습니다. 새 내용을 다른 이름의 오브젝트에 넣고 그것을 마운트하세요.`,
    )
    case 'Job': return anew(desired, text('The pods of a Job keep their template', 'Job의 파드 템플릿은 바뀌지 않습니다'), text('the Job runs again', 'Job이 다시 실행됩니다'))
    default: return isEqual(fieldAt(desired, 'spec', 'selector'), fieldAt(live, 'spec', 'selector'))
      ? anew(desired, text('This field keeps its value', '이 필드의 값은 바뀌지 않습니다'), text('nothing takes its place meanwhile', '그동안 대신하는 것이 없습니다'))
      : selector(desired)
  }
}

/** The claims of a StatefulSet that are to grow, with both sizes; [] when none does. */
export function growingClaims(desired: JsonObject, live: JsonObject): { claim: string; from: string; to: string }[] {
  return mapsAt(desired, 'spec', 'volumeClaimTemplates').flatMap((template) => {
    const name = stringAt(template, 'metadata', 'name') ?? ''
    const old = mapsAt(live, 'spec', 'volumeClaimTemplates').find((one) => stringAt(one, 'metadata', 'name') === name)
    const [from, to] = [sizeOf(old), sizeOf(template)]
    return from !== undefined && to !== undefined && (parseQuantity(to) ?? 0) > (parseQuantity(from) ?? 0) ? [{ claim: name, from, to }] : []
  })
}

function sizeOf(template: JsonObject | undefined): string | undefined {
  const size = fieldAt(template, 'spec', 'resources', 'requests', 'storage')
  return typeof size === 'string' || typeof size === 'number' ? String(size) : undefined
}

function statefulSet(desired: KubeObject, live: KubeObject): Text {
  const { name } = desired.metadata
  const [growing] = growingClaims(desired, live)
  const orphan = `kubectl -n ${desired.metadata.namespace ?? 'NAMESPACE'} delete statefulset ${name} --cascade=orphan`
  if (growing) {
    const { claim: template, from, to } = growing
    return text(
      `A StatefulSet cannot grow its claims (${from} to ${to}). First set spec.resources.requests.storage of each claim ${template}-${name}-N to ${to}; its storage class must allow that. Then run \`${orphan}\`, which keeps the pods and their data, and compute the plan again: it makes the StatefulSet anew, and that one takes its pods back.`,
      `StatefulSet은 볼륨 클레임을 키우지 못합니다(${from}에서 ${to}). 먼저 클레임 ${template}-${name}-N마다 spec.resources.requests.storage를 ${to}(으)로 바꾸세요. 스토리지 클래스가 확장을 허용해야 합니다. 그다음 \`${orphan}\`을 실행하고(파드와 데이터는 남습니다) 계획을 다시 계산하세요. StatefulSet이 새로 만들어지고 기존 파드를 다시 맡습니다.`,
    )
  }
  if (!isEqual(fieldAt(desired, 'spec', 'selector'), fieldAt(live, 'spec', 'selector'))) return selector(desired)
  return text(
    `Of a StatefulSet only replicas, template, updateStrategy, ordinals, minReadySeconds, revisionHistoryLimit and persistentVolumeClaimRetentionPolicy can change. Put the old value back, or run \`${orphan}\`, which keeps the pods and their data, and compute the plan again: it makes the StatefulSet anew, and that one takes its pods back.`,
    `StatefulSet에서는 replicas, template, updateStrategy, ordinals, minReadySeconds, revisionHistoryLimit, persistentVolumeClaimRetentionPolicy만 바꿀 수 있습니다. 이전 값으로 되돌리거나, \`${orphan}\`을 실행하고(파드와 데이터는 남습니다) 계획을 다시 계산하세요. StatefulSet이 새로 만들어지고 기존 파드를 다시 맡습니다.`,
  )
}

function selector(desired: KubeObject): Text {
  const { kind, metadata: { name } } = desired
  return text(
    `The selector of a ${kind} keeps its value, since its pods are found by it. Give the workload with the new selector another name, apply both, move what points at ${name}, and remove the old one in a later revision.`,
    `${kind}은(는) selector로 파드를 찾으므로 selector는 바뀌지 않습니다. 새 selector를 쓰는 워크로드에 다른 이름을 주고 둘 다 적용한 뒤, ${name}을(를) 가리키는 것을 옮기고 다음 리비전에서 이전 것을 제거하세요.`,
  )
}

function service(desired: KubeObject): Text {
  const { name } = desired.metadata
  const isHeadless = stringAt(desired, 'spec', 'clusterIP') === 'None'
  return text(
    `A Service keeps its clusterIP${isHeadless ? ', so one with an address cannot become headless' : ''}. Add a second Service of another name with the new setting and point to it, or delete ${name} and compute the plan again: until it is applied, its name leads nowhere.`,
    `Service의 clusterIP는 바뀌지 않습니다${isHeadless ? '. 주소가 있는 Service는 headless가 될 수 없습니다' : ''}. 새 설정을 가진 다른 이름의 Service를 추가해 그것을 가리키게 하거나, ${name}을(를) 삭제하고 계획을 다시 계산하세요. 적용될 때까지 그 이름은 아무 곳으로도 연결되지 않습니다.`,
  )
}

function claim(desired: KubeObject): Text {
  return text(
    `Of a claim only spec.resources.requests.storage can change, and only upwards, where its storage class allows it. For all else make a claim of another name and copy the data; Gauntlet never deletes ${desired.metadata.name}.`,
    `클레임에서는 spec.resources.requests.storage만, 그것도 스토리지 클래스가 허용할 때 늘리는 방향으로만 바꿀 수 있습니다. 그 밖에는 다른 이름의 클레임을 만들어 데이터를 옮기세요. Gauntlet은 ${desired.metadata.name}을(를) 삭제하지 않습니다.`,
  )
}

function anew({ kind, metadata: { name } }: KubeObject, why: Text, meanwhile: Text): Text {
  return text(
    `${why.en}. Put the old value back, or delete ${kind} ${name} and compute the plan again; until it is applied, ${meanwhile.en}.`,
    `${why.ko}. 이전 값으로 되돌리거나, ${kind} ${name}을(를) 삭제하고 계획을 다시 계산하세요. 적용될 때까지 ${meanwhile.ko}.`,
  )
}
