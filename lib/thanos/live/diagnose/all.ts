// All five problems over one scene.
import { bucketRefused } from './bucket.ts'
import { compactorStuck } from './compactor.ts'
import { type Diagnosis, type Problem, PROBLEMS, type Scene } from './diagnosis.ts'
import { outOfMemory } from './memory.ts'
import { queryShowsNothing } from './query.ts'
import { receiverGetsNothing } from './receiver.ts'

const EACH: Readonly<Record<Problem, (scene: Scene) => Diagnosis>> = {
  'receiver-gets-nothing': receiverGetsNothing, 'query-shows-nothing': queryShowsNothing, 'compactor-stuck': compactorStuck, 'out-of-memory': outOfMemory, 'bucket-refused': bucketRefused,
}

/** In the order of the guide. */
export function diagnoseAll(scene: Scene): Diagnosis[] {
  return PROBLEMS.map((problem) => EACH[problem](scene))
}
