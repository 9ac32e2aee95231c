// A long address or name that may take several lines: it breaks after its dots and colons first.
import { Fragment, type JSX } from 'react'

/** The text; what holds it must let words wrap. */
export function Breakable({ text }: { text: string }): JSX.Element {
  return <>{text.split(/(?<=[.:])/).map((piece, index) => <Fragment key={index}>{index > 0 && <wbr />}{piece}</Fragment>)}</>
}
