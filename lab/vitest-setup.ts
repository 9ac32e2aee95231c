// Knows how the lab's tests get their control plane: one for the whole run, started before the first file and ended after the last.
import type { TestProject } from 'vitest/node'
import { startControlPlane } from './control-plane.ts'
import { runFolder } from './run-folder.ts'

/** What every test file may ask for with `inject('lab')`. */
export type LabAccess = { kubeconfig: string; url: string; adminToken: string; ca: string }

declare module 'vitest' {
  // Declaration merging is how vitest types `inject`.
  interface ProvidedContext { lab: LabAccess }
}

/** Starts the control plane; the returned function ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { kubeconfig, url, adminToken, ca, readyAfterMs, failed, stop } = await startControlPlane({ dir: await runFolder(), log: console.error })
  console.error(`control plane ready after ${(readyAfterMs / 1000).toFixed(1)} s`)
  void failed.then((sentence) => { console.error(`the control plane broke down: ${sentence}`) })
  // What a server would be started with, so that the verbs reach this control plane by the names of its contexts.
  process.env.KUBECONFIG = kubeconfig
  process.env.GAUNTLET_GATE_POLL_MS = '100'
  process.env.GAUNTLET_GATE_TIMEOUT_MS = '20000'
  // Six workloads, one after the other: with the ten seconds of a cluster each, a journey took as long as its tests may.
  process.env.GAUNTLET_GATE_STABLE_MS = '3000'
  project.provide('lab', { kubeconfig, url, adminToken, ca })
  return stop
}
