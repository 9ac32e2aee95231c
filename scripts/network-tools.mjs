// The programs that the lab's network is made with, brought where they may be. Plain Node 20.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackages, mayInstall } from './apt.mjs'

/** The lab's nodes are made with `ip`, which small images lack; where we may not install it, the lab says what is missing. */
export async function ensureNetworkTools() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  if (process.platform !== 'linux' || folders.some((folder) => existsSync(join(folder, 'ip'))) || !mayInstall()) return
  console.log('installing iproute2 with apt-get for the lab\'s network')
  await installPackages(['iproute2'], 'install iproute2 by hand')
}
