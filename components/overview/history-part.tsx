'use client'
// The charts of the overview as a part of the program of its own: the library that draws them is the heaviest thing on the page.
import dynamic from 'next/dynamic'
import { part } from '../ui/part.ts'

export const BucketCharts = dynamic(async () => (await part(() => import('./bucket-charts.tsx'))).BucketCharts, { ssr: false })
export const HistoryCharts = dynamic(async () => (await part(() => import('./history-charts.tsx'))).HistoryCharts, { ssr: false })
