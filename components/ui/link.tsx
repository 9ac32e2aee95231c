'use client'
// A link to a page of ours. While that page is on its way, and it takes long, the window says so: no page is streamed with a face of its own
// for waiting (docs/decisions/020).
import NextLink, { useLinkStatus } from 'next/link'
import type { ComponentProps, JSX } from 'react'
import { Opening } from './opening.tsx'

/** As Next's. */
export function Link({ children, ...rest }: ComponentProps<typeof NextLink>): JSX.Element {
  return <NextLink {...rest}>{children}<Followed /></NextLink>
}

function Followed(): JSX.Element | null {
  return useLinkStatus().pending ? <Opening /> : null
}
