'use client'
// A dialog of which the program comes when it is first opened: for parts of a page that are always there and seldom ask.
import dynamic from 'next/dynamic'
import { part } from './part.ts'

export const LaterDialog = dynamic(async () => (await part(() => import('./dialog.tsx'))).Dialog, { ssr: false })
