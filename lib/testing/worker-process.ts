// A replica that carries out runs and serves no pages, as a process of its own that a test can kill. Says "ready" once it takes runs.
import { flushCompileCache } from 'node:module'
import { startWorker } from '../services/runs/worker.ts'

await startWorker()
// Otherwise that is written when it ends, which one that is killed never does.
flushCompileCache()
process.stdout.write('ready\n')
// It lives for as long as whoever started it: one that was killed must leave nothing behind.
process.stdin.resume().once('end', () => { process.exit() })
