// The groups and rules that a rule file holds, as the ruler would load them.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { SectionHead } from '#components/ui/section.tsx'
import type { Rule } from '#lib/thanos/rule/rule-file.ts'
import type { RuleFileView } from './rules-model.ts'

/** The groups of one file; nothing while it cannot be read. */
export function RuleGroups({ file }: { file: RuleFileView }): ReactNode {
  const t = useTranslations('editors.rules')
  if ('fault' in file.parsed) return null
  const kindOf = (rule: Rule): string => {
    if (rule.alert === undefined) return t('record')
    return rule.for === undefined ? t('alert') : t('alertFor', { for: rule.for })
  }
  return (
    <section className="mt-4">
      <SectionHead title={t('groupsOf', { key: file.key })} count={file.parsed.groups.length} />
      {file.parsed.groups.length === 0 && <p className="py-2 text-ink-2">{t('noGroups')}</p>}
      {file.parsed.groups.map((group) => (
        <div key={group.name}>
          <h3 className="flex h-8 items-center justify-between gap-3 border-b border-hair">
            <span className="truncate">{group.name}</span>
            <span className="font-normal text-ink-3">{group.interval === undefined ? t('defaultInterval') : t('every', { interval: group.interval })}</span>
          </h3>
          <ul>
            {group.rules.map((rule, index) => (
              <li key={index} className="grid min-h-7 grid-cols-[minmax(0,1fr)_auto] items-center gap-3 border-b border-hair pl-3.5">
                <span className="truncate">{rule.alert ?? rule.record}</span>
                <span className="text-ink-3">{kindOf(rule)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
