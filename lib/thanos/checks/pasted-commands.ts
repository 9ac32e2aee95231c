// Commands and queries that were pasted out of a guide.
import { isFragment, report, type Check } from '../check.ts'
import { COMMANDS_KEY, commandNotes } from '../commands.ts'
import type { Finding } from '../finding.ts'
import { specObjectId } from '../spec.ts'
import { judgeExpression } from './metric-findings.ts'

export const pastedCommands: Check = ({ spec }) => spec.objects.flatMap((object): Finding[] => {
  const content = object.type === 'config' && isFragment(object) ? object.files[COMMANDS_KEY] : undefined
  if (content === undefined) return []
  const where = { object: specObjectId(object), path: `files.${COMMANDS_KEY}` }
  return [
    ...commandNotes(content).map(({ code, message, reason }) => report({ ...where, source: 'https://thanos.io/tip/operating/troubleshooting.md' }, code, 'advice', message, reason)),
    ...judgeExpression(where, object.name, content),
  ]
})
