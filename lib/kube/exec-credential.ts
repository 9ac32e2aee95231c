// Credentials from a command, as a kubeconfig's `exec` asks: run, read, kept until they expire. What it prints is never quoted: it may be a secret.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import { z } from 'zod'
import { pluginEnvironment } from '../env.ts'
import { AppError } from '../errors.ts'
import { text, type Text } from '../text.ts'
import type { ExecPlugin } from './kubeconfig.ts'

/** What the command gave; `expires` is in milliseconds since the epoch. */
export type ExecCredential = { token?: string; cert?: string; key?: string; expires?: number }
export type ClusterInfo = { 'server': string; 'tls-server-name'?: string; 'insecure-skip-tls-verify'?: boolean; 'certificate-authority-data'?: string }

const Answer = z.object({
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().min(1).optional(), clientCertificateData: z.string().optional(), clientKeyData: z.string().optional(), expirationTimestamp: z.string().optional(),
  }),
})
const LIMIT_MS = 30_000
const LARGEST_ANSWER = 1024 * 1024

/** Runs the command. UPSTREAM when it fails, prints something else, or takes longer than half a minute; the error names it and quotes nothing. */
export async function runExecPlugin(plugin: ExecPlugin, cluster: ClusterInfo, { limitMs = LIMIT_MS }: { limitMs?: number } = {}): Promise<ExecCredential> {
  const failed = (why: Text): AppError => {
    const name = basename(plugin.command)
    return new AppError('UPSTREAM', text(
      `The kubeconfig's credential command "${name}" ${why.en}. Run it where Gauntlet runs to see why.`,
      `kubeconfig의 자격 증명 명령 "${name}": ${why.ko}. Gauntlet이 실행되는 곳에서 직접 실행해 원인을 확인하세요.`,
    ))
  }
  if (plugin.interactiveMode === 'Always') throw failed(text('wants to ask a person, and nobody is there', '사람에게 물어보려 하지만 답할 사람이 없습니다'))
  const printed = await run(plugin, cluster, { limitMs, failed })
  const answer = Answer.safeParse(jsonOf(printed)).data?.status
  if (!answer || (answer.token === undefined && (answer.clientCertificateData === undefined || answer.clientKeyData === undefined))) {
    throw failed(text('printed something that is no ExecCredential', 'ExecCredential이 아닌 것을 출력했습니다'))
  }
  const expires = Date.parse(answer.expirationTimestamp ?? '')
  return {
    ...(answer.token === undefined ? {} : { token: answer.token }),
    ...(answer.clientCertificateData === undefined ? {} : { cert: answer.clientCertificateData }),
    ...(answer.clientKeyData === undefined ? {} : { key: answer.clientKeyData }),
    ...(Number.isNaN(expires) ? {} : { expires }),
  }
}

type Running = { limitMs: number; failed: (why: Text) => AppError }

function run(plugin: ExecPlugin, cluster: ClusterInfo, { limitMs, failed }: Running): Promise<string> {
  const info = { apiVersion: plugin.apiVersion, kind: 'ExecCredential', spec: { interactive: false, ...(plugin.provideClusterInfo === true ? { cluster } : {}) } }
  const env: NodeJS.ProcessEnv = { ...pluginEnvironment(), ...Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value])), KUBERNETES_EXEC_INFO: JSON.stringify(info) }
  return new Promise((resolve, reject) => {
    const child = spawn(plugin.command, plugin.args ?? [], { env, stdio: ['ignore', 'pipe', 'ignore'], timeout: limitMs, killSignal: 'SIGKILL' })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      printed += part
      if (printed.length > LARGEST_ANSWER) child.kill('SIGKILL')
    })
    child.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : ''
      reject(failed(code === 'ENOENT' ? text('was not found: the image of Gauntlet has none, so add it to an image of your own or mount it into a folder of PATH', '찾을 수 없습니다. Gauntlet 이미지에는 들어 있지 않으니 직접 만든 이미지에 넣거나 PATH의 폴더에 마운트하세요') : text(`could not be started (${code})`, `시작하지 못했습니다(${code})`)))
    })
    child.once('close', (code, signal) => {
      if (code === 0) resolve(printed)
      else if (signal === null) reject(failed(text(`failed with exit code ${code}`, `종료 코드 ${code}(으)로 실패했습니다`)))
      else reject(failed(text(`did not end within ${limitMs / 1000} s`, `${limitMs / 1000}초 안에 끝나지 않았습니다`)))
    })
  })
}

function jsonOf(printed: string): unknown {
  try {
    return JSON.parse(printed)
  } catch {
    return undefined
  }
}
