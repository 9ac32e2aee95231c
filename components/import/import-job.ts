// Starts an import in a worker of its own. Ending the worker is what cancels it: nothing of it is left.
import type { Finding } from '#lib/thanos/finding.ts'
import type { SpecObject } from '#lib/thanos/spec.ts'
import type { Given, ImportAnswer, ImportQuestion } from './import-worker.ts'
import type { ImportProgress, ImportRead } from './read-import.ts'

export type ImportJob = { readonly cancel: () => void }

/** Reads the files. Exactly one of `onRead` and `onFailed` is called, or neither after `cancel`. */
export function startImport(files: readonly Given[], { onProgress, onRead, onFailed }: {
  onProgress: (progress: ImportProgress) => void; onRead: (read: ImportRead) => void; onFailed: () => void
}): ImportJob {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' })
  const objects: SpecObject[] = []
  const findings: Finding[] = []
  worker.addEventListener('message', ({ data }: MessageEvent<ImportAnswer>) => {
    switch (data.kind) {
      case 'progress':
        onProgress(data.progress)
        return
      case 'part':
        if ('objects' in data.part) objects.push(...data.part.objects)
        else findings.push(...data.part.findings)
        return
      case 'done':
        worker.terminate()
        onRead({ objects, findings, ...data.rest })
    }
  })
  const fail = (): void => {
    worker.terminate()
    onFailed()
  }
  worker.addEventListener('error', fail)
  worker.addEventListener('messageerror', fail)
  const question: ImportQuestion = { files, readAt: new Date().toISOString() }
  worker.postMessage(question)
  return { cancel: () => worker.terminate() }
}
