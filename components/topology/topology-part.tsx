'use client'
// The topology as a part of the program of its own: the frame can be used before the map and what it knows of Thanos have arrived.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { part } from '../ui/part.ts'

export const Topology = dynamic(async () => (await part(() => import('./topology.tsx'))).Topology, { loading: () => <Waiting /> })

function Waiting(): ReactNode {
  const t = useTranslations('ui')
  return <p role="status" className="late text-ink-3">{t('loading')}</p>
}
