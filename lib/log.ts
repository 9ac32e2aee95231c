// The one logger: JSON lines on stdout. Holds causes that no person is shown; never a secret.
import { pino, type Logger } from 'pino'
import { logLevel } from './env.ts'

const SECRET_KEYS = ['password', 'token', 'secret', 'authorization', 'cookie', 'secret_key', 'access_key', 'stringData', 'connectionString']

export const log: Logger = pino({
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: [...SECRET_KEYS, ...SECRET_KEYS.map((key) => `*.${key}`)], censor: '[redacted]' },
})
