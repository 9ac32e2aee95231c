// Policies of a bucket that were pasted as JSON: who may do what, and what S3 deletes by itself.
import { isJsonObject, type Json, type JsonObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { isFragment, report, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { objects } from '../pod.ts'
import { specObjectId } from '../spec.ts'

/** S3 knows objects and no blocks: it deletes a part of a block as soon as that part is old. Source: docs/components/compact.md, retention. */
export const bucketPolicy: Check = ({ spec }) => spec.objects.flatMap((object): Finding[] => {
  if (object.type !== 'object' || !isFragment(object)) return []
  const id = specObjectId(object)
  return [...objects(object.manifest.Rules).flatMap((rule, index) => [...lifecycle(id, rule, index), ...malformed(id, rule, index)]), ...principals(id, object.manifest), ...permissions(id, object.manifest)]
})

function lifecycle(object: string, rule: JsonObject, index: number): Finding[] {
  const expiration = isJsonObject(rule.Expiration) ? rule.Expiration : undefined
  if (!expiration || rule.Status === 'Disabled' || (expiration.Days === undefined && expiration.Date === undefined)) return []
  const written = rule.ID ?? rule.Id
  const name = typeof written === 'string' ? written : `#${index + 1}`
  const when = typeof expiration.Days === 'number' ? text(`${expiration.Days} days after its upload`, `업로드 ${expiration.Days}일 뒤`) : text('on a set date', '정해진 날짜에')
  return [{
    code: 'objstore/lifecycle-expires', severity: 'warning', object, path: `Rules[${index}].Expiration`,
    message: text(`Lifecycle rule ${name} deletes every object ${when.en}. Leave retention to the compactor.`, `수명 주기 규칙 ${name}: ${when.ko} 모든 오브젝트를 삭제합니다. 보관 기간은 compactor에 맡기세요.`),
    reason: text(
      'S3 deletes index, chunks and meta.json of a block one by one, by their own age. What is left of a block makes queries and the compactor fail. Safe rules are those for incomplete uploads and for noncurrent versions.',
      'S3는 블록의 index, chunks, meta.json을 각각의 나이에 따라 따로 삭제합니다. 일부만 남은 블록 때문에 조회와 compactor가 실패합니다. 미완료 업로드와 이전 버전을 지우는 규칙은 안전합니다.',
    ),
    source: 'https://thanos.io/tip/components/compact.md#enforcing-retention-of-data',
  }]
}

function principals(object: string, policy: JsonObject): Finding[] {
  const statements = objects(policy.Statement)
  const isForUsers = statements.length > 0 && statements.every((statement) => !('Principal' in statement) && !('NotPrincipal' in statement))
  if (!isForUsers) return []
  return [{
    code: 'objstore/policy-without-principal', severity: 'advice', object, path: 'Statement',
    message: text('This policy names no Principal: attach it to the user or role of Thanos (IAM), not to the bucket.', '이 정책에는 Principal이 없습니다. 버킷이 아니라 Thanos의 사용자나 역할(IAM)에 연결하세요.'),
    reason: text('S3 refuses a bucket policy without Principal (MalformedPolicy).', 'S3는 Principal이 없는 버킷 정책을 거부합니다(MalformedPolicy).'),
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html',
  }]
}

/** What the API of S3 wants in a rule: "ID", and a Filter, empty for all objects. */
function malformed(object: string, rule: JsonObject, index: number): Finding[] {
  const wrong = [...('Id' in rule ? [text('"Id" is written "ID"', '"Id"는 "ID"로 씁니다')] : []), ...('Filter' in rule || 'Prefix' in rule ? [] : [text('a Filter is missing', 'Filter가 없습니다')])]
  if (wrong.length === 0) return []
  return [report({ object, path: `Rules[${index}]`, source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html' }, 'objstore/lifecycle-malformed', 'advice',
    text(`S3 refuses this lifecycle rule: ${wrong.map(({ en }) => en).join(', ')}.`, `S3가 이 수명 주기 규칙을 거부합니다: ${wrong.map(({ ko }) => ko).join(', ')}.`),
    text('The whole configuration is refused (MalformedXML), so none of its rules is in force. JSON has no comments either.', '설정 전체가 거부되어(MalformedXML) 어떤 규칙도 적용되지 않습니다. JSON에는 주석도 쓸 수 없습니다.'))]
}

/** What Thanos needs of a bucket. Source: docs/storage.md, permissions. */
function permissions(object: string, policy: JsonObject): Finding[] {
  const allowed = objects(policy.Statement).filter(({ Effect: effect }) => effect === 'Allow')
  const actions = allowed.flatMap((statement) => texts(statement.Action).map((action) => ({ action, resources: texts(statement.Resource) })))
  if (!actions.some(({ action }) => /^s3:(\*|[A-Z]\w*)$/.test(action))) return []
  const isBelow = (resource: string): boolean => resource === '*' || resource.replace(/^arn:aws[\w-]*:s3:::/, '').includes('/')
  const of = (name: string): readonly string[] | undefined => {
    const found = actions.filter(({ action }) => globMatches(action, name))
    return found.length === 0 ? undefined : found.flatMap(({ resources }) => resources)
  }
  const list = of('s3:ListBucket')
  const wrong = [
    ...(list?.every((resource) => resource !== '*' && isBelow(resource)) ? [onResource('s3:ListBucket', 'arn:aws:s3:::BUCKET')] : []),
    ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].filter((name) => of(name)?.every((resource) => !isBelow(resource))).map((name) => onResource(name, 'arn:aws:s3:::BUCKET/*')),
  ]
  const where = { object, path: 'Statement', source: 'https://thanos.io/tip/thanos/storage.md#aws-policies' }
  return [
    ...(wrong.length === 0 ? [] : [report(where, 'objstore/policy-wrong-resource', 'warning',
      text(`The policy allows nothing where it is asked. Thanos needs ${wrong.map(({ en }) => en).join(', ')}.`, `정책의 Resource가 맞지 않습니다. Thanos에는 ${wrong.map(({ ko }) => ko).join(', ')} 권한이 필요합니다.`),
      text('Listing is a right on the bucket; reading, writing and deleting are rights on the objects below it (/*). With the wrong one every request fails with "access denied".', '목록 조회는 버킷에 대한 권한이고 읽기, 쓰기, 삭제는 그 아래 오브젝트(/*)에 대한 권한입니다. 잘못되면 요청이 "access denied"로 실패합니다.'))]),
    ...(of('s3:DeleteObject') === undefined ? [] : [report(where, 'objstore/policy-allows-delete', 'advice',
      text('Whoever has this policy may delete blocks, and only the compactor needs to.', '이 정책을 가진 모두가 블록을 삭제할 수 있는데 삭제는 compactor에만 필요합니다.'),
      text('Store and query read (List, Get), receive, rule and sidecar also write (Put), the compactor deletes. With a policy each, a mistake in one cannot cost the history.', 'store와 query는 읽기(List, Get), receive, rule, sidecar는 쓰기(Put)까지, compactor만 삭제가 필요합니다. 컴포넌트마다 정책을 나누면 한 곳의 실수로 과거 데이터를 잃지 않습니다.'))]),
  ]
}

function onResource(action: string, resource: string): Text {
  return text(`${action} on ${resource}`, `${resource}에 대한 ${action}`)
}

function texts(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string')
}

function globMatches(glob: string, name: string): boolean {
  return new RegExp(`^${glob.split('*').map((part) => part.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&')).join('.*')}$`).test(name)
}
