// What the controllers of the sandbox share: its objects, its verbs and its clock.
import type { Api } from './api.ts'
import type { Store } from './store.ts'

/** `now` gives milliseconds since the epoch. */
export type Cluster = { store: Store; api: Api; now: () => number }

/** Under this name the controllers' writes are recorded, as in Kubernetes. */
export const CONTROLLER = 'kube-controller-manager'
