// Policies of a bucket that were pasted as JSON: who may do what, and what S3 deletes by itself.
import { isJsonObject, type JsonObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { isFragment, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { objects } from '../pod.ts'
import { specObjectId } from '../spec.ts'

/** S3 knows objects and no blocks: it deletes a part of a block as soon as that part is old. Source: docs/components/compact.md, retention. */
export const bucketPolicy: Check = ({ spec }) => spec.objects.flatMap((object): Finding[] => {
  if (object.type !== 'object' || !isFragment(object)) return []
  const id = specObjectId(object)
  return [...objects(object.manifest.Rules).flatMap((rule, index) => lifecycle(id, rule, index)), ...principals(id, object.manifest)]
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
