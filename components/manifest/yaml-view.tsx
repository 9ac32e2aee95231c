// YAML to read: line numbers, mono, scrolling sideways inside itself.
import type { JSX } from 'react'

/** The text with its line numbers. `label` names it for screen readers. */
export function YamlView({ label, yaml }: { label: string; yaml: string }): JSX.Element {
  const lines = yaml.replace(/\n$/, '').split('\n')
  return (
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto border-y border-hair font-mono text-code focus-visible:-outline-offset-2">
      <div className="grid w-max min-w-full grid-cols-[44px_minmax(max-content,1fr)] gap-x-4">
        <pre aria-hidden="true" className="text-right font-mono text-ink-3 select-none">{lines.map((_, index) => index + 1).join('\n')}</pre>
        <pre className="pr-3 font-mono">{lines.join('\n')}</pre>
      </div>
    </div>
  )
}
