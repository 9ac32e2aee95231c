// A refusal of the API server with the line that the Role of Gauntlet's account lacks in that namespace: what an operator pastes.
import { AppError, sentenceOf } from '../../errors.ts'
import { text } from '../../text.ts'

export type Wanted = { namespace: string; group: string; resource: string; verbs: readonly string[] }

/** FORBIDDEN with what to add; any other error as it is. */
export function withRoleLine(error: unknown, { namespace, group, resource, verbs }: Wanted): unknown {
  if (!(error instanceof AppError) || error.code !== 'FORBIDDEN') return error
  const { en, ko } = sentenceOf(error)
  const line = `{ apiGroups: [${JSON.stringify(group)}], resources: [${resource}], verbs: [${verbs.join(', ')}] }`
  return new AppError('FORBIDDEN', text(`${ended(en)} The Role of Gauntlet’s account in namespace ${namespace} lacks ${line}.`, `${ended(ko)} 네임스페이스 ${namespace}에 있는 Gauntlet 계정의 Role에 ${line}이(가) 없습니다.`), { cause: error })
}

/** What the API server says ends without a full stop. */
function ended(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`
}
