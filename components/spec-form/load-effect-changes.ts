// Fetches what shows a change: asked for when somebody is about to make one, so that it is there with the first letter.
import { part } from '#components/ui/part.ts'
import type * as EffectChangesPart from './effect-changes.tsx'

export function loadEffectChanges(): Promise<typeof EffectChangesPart> {
  return part(() => import('./effect-changes.tsx'))
}
