// Where the binaries of the lab come from: built here, or taken from where KUBEBUILDER_ASSETS points.
import { existsSync } from 'node:fs'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { build } from './build.ts'
import { startControlPlane } from './control-plane.ts'

let assets: string
beforeEach(async () => { assets = await mkdtemp(join(tmpdir(), 'envtest-')) })
afterEach(async () => { await rm(assets, { recursive: true }) })

const log = (): void => {}

it('takes etcd and kube-apiserver from the folder of envtest, builds the controller manager alone, and they start', async () => {
  const built = await build({ log, assets: '' })
  for (const name of ['etcd', 'kube-apiserver'] as const) await symlink(built[name], join(assets, name))
  const found = await build({ log, assets })
  expect([dirname(found.etcd), dirname(found['kube-apiserver'])]).toEqual([assets, assets])
  expect(found['kube-controller-manager']).toBe(built['kube-controller-manager'])
  const dir = join(assets, 'run')
  const plane = await startControlPlane({ dir, assets })
  await plane.stop()
  expect(existsSync(dir)).toBe(false)
})

it('says which binary the folder of envtest lacks', async () => {
  await expect(build({ log, assets })).rejects.toThrow(`KUBEBUILDER_ASSETS names ${assets}, and there is no etcd in it`)
})
