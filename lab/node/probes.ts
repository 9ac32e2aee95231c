// Knows how a kubelet asks a container whether it has started, is ready, is alive.
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { execInside } from './process.ts'
import type { Container, Probe } from './spec.ts'

export type ProbeKind = 'Startup' | 'Readiness' | 'Liveness'

export type ProbeOptions = {
  container: Container
  address: string
  pid: number
  /** Ends all asking. */
  signal: AbortSignal
  onStarted: () => void
  onReady: (isReady: boolean) => void
  /** The container must go: its startup or liveness probe failed as often as it may. */
  onFatal: (kind: ProbeKind) => void
  /** Each failed attempt, with the kubelet's words. */
  onUnhealthy: (message: string) => void
}

/** Asks a running container by its probes until the signal ends it: startup first, then readiness and liveness beside each other. */
export async function runProbes({ container, address, pid, signal, onStarted, onReady, onFatal, onUnhealthy }: ProbeOptions): Promise<void> {
  const { startupProbe, readinessProbe, livenessProbe } = container
  const ask = async (kind: ProbeKind, probe: Probe, onResult: (isOk: boolean) => boolean): Promise<void> => {
    await sleep(probe.initialDelaySeconds * 1000, undefined, { signal })
    let row = { isOk: false, length: 0 }
    for (;;) {
      const failure = await attempt(probe, { container, address, pid })
      if (signal.aborted) return
      const isOk = failure === undefined
      if (!isOk) onUnhealthy(`${kind} probe failed: ${failure}`)
      row = row.isOk === isOk ? { isOk, length: row.length + 1 } : { isOk, length: 1 }
      if (row.length >= (isOk ? probe.successThreshold : probe.failureThreshold) && onResult(isOk)) return
      await sleep(probe.periodSeconds * 1000, undefined, { signal })
    }
  }
  try {
    if (startupProbe) {
      let isStarted = false
      await ask('Startup', startupProbe, (isOk) => {
        isStarted = isOk
        if (!isOk) onFatal('Startup')
        return true
      })
      if (!isStarted) return
    }
    onStarted()
    if (!readinessProbe) onReady(true)
    await Promise.all([
      readinessProbe && ask('Readiness', readinessProbe, (isOk) => {
        onReady(isOk)
        return false
      }),
      livenessProbe && ask('Liveness', livenessProbe, (isOk) => {
        if (!isOk) onFatal('Liveness')
        return !isOk
      }),
    ])
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Undefined when the probe succeeded, else what went wrong. */
async function attempt({ httpGet, tcpSocket, exec, grpc, timeoutSeconds }: Probe, { container, address, pid }: { container: Container; address: string; pid: number }): Promise<string | undefined> {
  const timeout = timeoutSeconds * 1000
  if (httpGet) return httpProbe(`${httpGet.scheme.toLowerCase()}://${address}:${portOf(container, httpGet.port)}${httpGet.path}`, timeout)
  if (exec) {
    const { code, output } = await execInside(pid, exec.command, timeout)
    return code === 0 ? undefined : output.trim() || `command ended with ${code}`
  }
  const port = tcpSocket?.port ?? grpc?.port
  return port === undefined ? undefined : tcpProbe(address, portOf(container, port), timeout)
}

function httpProbe(url: string, timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const late = `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`
    const options = { timeout, agent: false as const, rejectUnauthorized: false, headers: { 'user-agent': 'kube-probe/1.35', 'connection': 'close' } }
    const sent = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options, (answer) => {
      const status = answer.statusCode ?? 0
      answer.resume()
      resolve(status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`)
    })
    // Covers the time of connecting as well, which the socket's own timeout does not.
    const timer = setTimeout(() => { sent.destroy(new Error(late)) }, timeout)
    sent.on('error', (error) => { resolve(error.message === late ? late : `Get "${url}": dial tcp: ${error.message}`) })
    sent.once('close', () => { clearTimeout(timer) })
    sent.end()
  })
}

function tcpProbe(host: string, port: number, timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const timer = setTimeout(() => { socket.destroy(new Error('i/o timeout')) }, timeout)
    socket.once('connect', () => { socket.destroy(); resolve(undefined) })
    socket.on('error', (error) => { resolve(`dial tcp ${host}:${port}: ${error.message}`) })
    socket.once('close', () => { clearTimeout(timer) })
  })
}

/** A port by its number or by its name in the container. */
function portOf(container: Container, port: number | string): number {
  if (typeof port === 'number') return port
  return container.ports.find(({ name }) => name === port)?.containerPort ?? Number(port)
}
