// One route of the API: a line that opens to what it takes and gives.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Code } from '#components/ui/code.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import type { Field, RouteEntry } from './reference.ts'

export function RouteDetails({ entry }: { entry: RouteEntry }): JSX.Element {
  const t = useTranslations('settings.api')
  const { name, method, address, scope, summary, description, takes, bodies, gives, problems } = entry
  return (
    <details id={name} className="group scroll-mt-16 border-b border-hair">
      <summary className="flex cursor-pointer list-none items-baseline gap-3 py-1.5 hover:bg-hover max-md:flex-wrap max-md:gap-y-0.5 max-md:py-2.5 [&::-webkit-details-marker]:hidden">
        <Glyph name="right" className="self-center transition-transform group-open:rotate-90" />
        <Code className="w-10 font-semibold">{method}</Code>
        <Code wrap className="min-w-0 md:w-[380px] md:shrink-0">{address}</Code>
        <span className="min-w-0 text-ink-2 max-md:w-full max-md:pl-6">{summary}</span>
      </summary>
      <div className="grid gap-2 pt-1 pb-4 pl-6">
        {description !== undefined && <p className="max-w-[720px]">{description}</p>}
        <p><span className="text-ink-3">{t('scope')}</span> <Code>{scope}</Code></p>
        {takes.length > 0 && <Fields fields={takes} />}
        {bodies.map((fields, index) => <div key={fields.map((field) => field.name).join()}>{index > 0 && <p className="mb-1 text-ink-3">{t('or')}</p>}<Fields fields={fields} /></div>)}
        <p className="wrap-anywhere"><span className="text-ink-3">{t('gives')}</span> <Code>{gives.status}</Code> <Code wrap>{gives.type}</Code> <span className="text-ink-3">{problems.join(', ')}</span></p>
      </div>
    </details>
  )
}

function Fields({ fields }: { fields: readonly Field[] }): JSX.Element {
  const t = useTranslations('settings.api')
  return (
    <dl aria-label={t('takes')} className="grid gap-x-5 gap-y-1 md:grid-cols-[160px_minmax(0,1fr)]">
      {fields.map((field) => (
        <div key={`${field.in} ${field.name}`} className="contents">
          <dt><Code className={clsx(field.isNeeded && 'font-semibold')}>{field.name}</Code></dt>
          <dd className="min-w-0 max-md:mb-1.5">
            <span className="text-ink-3">{t(`in.${field.in}`)}{field.isNeeded && `, ${t('required')}`}</span> <Code wrap className="text-ink-2">{field.type}</Code>
            {field.words !== undefined && <span className="block">{field.words}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
