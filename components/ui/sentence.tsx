// A domain sentence in the reader's language; what stands in backticks is shown as code.
import { useLocale } from 'next-intl'
import { Fragment, type JSX } from 'react'
import type { Text } from '#lib/text.ts'
import { Code } from './code.tsx'

/** Shows a Text (or a string that is already in the reader's language). */
export function Sentence({ text }: { text: Text | string }): JSX.Element {
  const locale = useLocale()
  const words = typeof text === 'string' ? text : text[locale]
  // Every second piece stood between backticks.
  return <>{words.split('`').map((piece, index) => index % 2 === 1 ? <Code wrap={piece.length > 40} key={index}>{piece}</Code> : <Fragment key={index}>{piece}</Fragment>)}</>
}
