// Every page of one stack: an address that names no stack ends here.
import type { ReactNode } from 'react'
import { stackOf } from '../../signed-in.ts'

export default async function StackLayout({ params, children }: { params: Promise<{ stack: string }>; children: ReactNode }): Promise<ReactNode> {
  await stackOf((await params).stack)
  return children
}
