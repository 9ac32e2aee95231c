// A revision as pages see it.
import type { RevisionHeadline, RevisionRow } from '../../db/revisions.ts'
import type { Finding, Severity } from '../../thanos/finding.ts'
import type { RevisionSummary, RevisionView } from '../views.ts'

/** A revision without its spec: how it stands in a list. */
export function toSummary({ id, number, message, author, createdAt, findings, restoredFrom, labels }: RevisionHeadline): RevisionSummary {
  const count = (severity: Severity): number => findings.filter((finding: Finding) => finding.severity === severity).length
  return {
    id, number, message, author: author.name, createdAt: createdAt.toISOString(),
    findings: { error: count('error'), warning: count('warning'), advice: count('advice') },
    labels, ...(restoredFrom === undefined ? {} : { restoredFrom }),
  }
}

/** A whole revision. */
export function toView(revision: RevisionRow): RevisionView {
  return { ...toSummary(revision), spec: revision.spec, findingList: revision.findings }
}
