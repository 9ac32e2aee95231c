// Preloaded into every process that start.mjs begins (`node --import`): ends it when its starter is gone, however it went.
// The starter holds the other end of standard input; the system closes it even after kill -9.
import { isMainThread } from 'node:worker_threads'

// Only the process itself, not the workers that inherit its options.
if (isMainThread && process.env.GAUNTLET_TETHER === String(process.ppid)) {
  const letGo = () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 15_000).unref()
  }
  process.stdin.once('end', letGo).once('error', letGo).resume()
  process.stdin.unref?.()
}
