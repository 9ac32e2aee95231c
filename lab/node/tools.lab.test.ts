// What is said on a machine that cannot run the lab's nodes.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { requireSocketPath } from './relay.ts'
import { tool } from './tools.ts'

it('says in one sentence that user namespaces are refused', async () => {
  const code = `import { requireNodeTools } from ${JSON.stringify(join(import.meta.dirname, 'tools.ts'))}
    await requireNodeTools().then(() => console.log('they are not'), (error) => console.log(error.message))`
  // A user namespace that allows none below it is what such a machine looks like.
  const script = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
  const { stdout } = await promisify(execFile)(tool('unshare'), ['--user', '--map-root-user', tool('sh'), '-c', script, 'sh', process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code])
  expect(stdout).toMatch(/^the lab's nodes need user namespaces without root, and this machine refuses them \(.+\): see sysctl user\.max_user_namespaces, .+\n$/)
})

it('says that the path of a checkout is too long for a socket', () => {
  expect(() => { requireSocketPath(`/${'long/'.repeat(30)}lab.sock`) }).toThrow('use a checkout with a shorter path')
})
