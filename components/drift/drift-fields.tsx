'use client'
// The fields of one object that are not as they were applied: what the cluster has, what was asked for, who changed it and since when.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { DriftField, DriftObject } from '#lib/manifest/drift.ts'
import type { Json } from '#lib/manifest/types.ts'
import { YamlDiff } from '../manifest/yaml-diff.tsx'
import { Age } from '../ui/age.tsx'
import { choiceKey, keysOf, type Choices } from './choices.ts'

type Props = { drift: DriftObject; revision: number; choices: Choices; mayTake: boolean; onToggle: (keys: readonly string[], isOn: boolean) => void }

/** Each field can be chosen by its tick; what is taken together is ticked together. */
export function DriftFields({ drift, revision, choices, mayTake, onToggle }: Props): JSX.Element {
  const t = useTranslations('drift')
  const takeable = new Set(keysOf(drift))
  return (
    <ul>
      {drift.fields.map((field) => {
        const key = choiceKey(drift.object, field)
        const isTogether = drift.fields.some((other) => other !== field && choiceKey(drift.object, other) === key)
        return (
          <li key={field.path} className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2.5 border-b border-hair py-2 hover:bg-hover">
            {mayTake && (
              <input
                type="checkbox" data-drift-tick className="mt-0.5 size-4 cursor-pointer accent-accent disabled:cursor-default max-md:size-5" disabled={!takeable.has(key)}
                aria-label={t('table.choose', { name: field.path })} checked={choices.has(key)} onChange={(event) => onToggle([key], event.currentTarget.checked)}
              />
            )}
            <div className="col-start-2 min-w-0">
              <p className="flex flex-wrap items-baseline justify-between gap-x-6">
                <code className="min-w-0 font-semibold wrap-anywhere">{field.path}</code>
                <span className="text-ink-3"><By field={field} /></span>
              </p>
              <Values field={field} revision={revision} />
              {field.secret === true && <p className="text-ink-3">{t('secret')}</p>}
              {isTogether && mayTake && takeable.has(key) && <p className="text-label text-ink-3">{t('together')}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function By({ field: { manager, since, sinceIs } }: { field: DriftField }): JSX.Element {
  const t = useTranslations('drift')
  const age = sinceIs === 'written' ? <Age at={since} /> : t.rich('seen', { age: () => <Age at={since} /> })
  if (manager === undefined) return <>{t('by.unknown')}, {age}</>
  const apply = manager.operation === 'Apply' ? t('by.apply') : undefined
  const how = manager.subresource === 'scale' ? t('by.scale') : apply
  return <><b className="font-semibold text-ink">{manager.name}</b>{how !== undefined && <> {how}</>}, {age}</>
}

function Values({ field: { path, theirs, ours }, revision }: { field: DriftField; revision: number }): JSX.Element {
  const t = useTranslations('drift.table')
  const [live, asked] = [textOf(theirs), textOf(ours)]
  if ([live, asked].some((text) => text?.includes('\n') === true)) {
    return <div className="mt-1.5"><YamlDiff label={path} before={asked ?? ''} after={live ?? ''} /></div>
  }
  const value = (text: string | undefined): JSX.Element => text === undefined ? <span className="text-ink-3">{t('absent')}</span> : <code className="wrap-anywhere">{text === '' ? '""' : text}</code>
  return (
    <dl className="mt-0.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <dt className="text-ink-3">{t('theirs')}</dt><dd>{value(live)}</dd>
      <dt className="text-ink-3">{t('ours', { revision })}</dt><dd>{value(asked)}</dd>
    </dl>
  )
}

/** Text as it is, anything else as JSON. */
function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value, undefined, typeof value === 'object' ? 2 : 0)
}
