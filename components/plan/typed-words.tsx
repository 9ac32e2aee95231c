'use client'
// What is agreed to by typing it: one field a word. The label says what is typed, in the dialog's own sentence.
import type { JSX, ReactNode } from 'react'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'

export type Typed = Readonly<Record<string, string>>

/** `labelOf` is given the word as code. */
export function TypedWords({ words, typed, labelOf, onType }: {
  words: readonly string[]; typed: Typed; labelOf: (code: () => JSX.Element) => ReactNode; onType: (typed: Typed) => void
}): JSX.Element[] {
  return words.map((word) => (
    <div key={word} className="mt-3.5">
      <Field label={labelOf(() => <code className="font-semibold">{word}</code>)}>
        {(control) => <Input {...control} mono autoComplete="off" value={typed[word] ?? ''} onChange={(event) => onType({ ...typed, [word]: event.target.value })} />}
      </Field>
    </div>
  ))
}

/** Whether every word is typed as it is. */
export function areTyped(words: readonly string[], typed: Typed): boolean {
  return words.every((word) => typed[word]?.trim() === word)
}
