// Runs the sandbox as a child of `npm start`: prints "sandbox URL" when it answers; ends on SIGTERM, and when its stdin closes, which
// is how it learns that its parent is gone, however that ended. `--port 0` takes any free port; without `--state` nothing is kept.
import { parseArgs } from 'node:util'
import { startSandbox } from '../lib/sandbox/server.ts'

try {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, state: { type: 'string' } } })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${values.port} is no port`)
  const sandbox = await startSandbox({ port, demo: true, ...(values.state === undefined ? {} : { stateFile: values.state }) })
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    sandbox.close().then(() => process.exit(0), (error) => {
      process.stderr.write(`sandbox: ${error.message}\n`)
      process.exit(1)
    })
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, end)
  process.stdin.on('end', end).on('close', end).resume()
  process.stdout.write(`sandbox ${sandbox.url}\n`)
} catch (error) {
  process.stderr.write(`sandbox: ${error.code === 'EADDRINUSE' ? `port ${error.port} is in use` : error.message}\n`)
  process.exit(1)
}
