// The one logger: JSON lines on stdout. Holds causes that no person is shown; never a secret.
import { pino, stdSerializers, type Logger, type LoggerOptions } from 'pino'
import { logLevel } from './env.ts'
import { redactText } from './manifest/redact.ts'

const SECRET_KEYS = ['password', 'token', 'secret', 'authorization', 'cookie', 'secret_key', 'access_key', 'stringData', 'connectionString']

/** How the log is set up; exported so that a test can write with it elsewhere. */
export const logOptions: LoggerOptions = {
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: withoutSecrets },
  formatters: { log: (fields) => Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? redactText(value) : value])) },
  redact: { paths: [...SECRET_KEYS, ...SECRET_KEYS.map((key) => `*.${key}`)], censor: '[redacted]' },
}

export const log: Logger = pino(logOptions)

/** A cause as the log keeps it: the texts of vendors' errors may quote what they were given. */
function withoutSecrets(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? redactText(error) : error
  const { type, message, stack } = stdSerializers.err(error)
  return { type, message: redactText(message), stack: redactText(stack) }
}
