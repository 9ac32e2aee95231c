// Reading the help of a Thanos binary, in the notations that its releases have.
import { expect, it } from 'vitest'
import { defaultIn, readHelp } from './help.ts'

const HELP = `usage: thanos query [<flags>]

Query node exposing PromQL enabled Query API.

Flags:
  -h, --[no-]help                Show context-sensitive help (also try
                                 --help-long and --help-man).
      --version                  Show application version.
      --log.level=info           Log filtering level.
      --http-address="0.0.0.0:10902"
                                 Listen host:port for HTTP endpoints.
      --enable-feature= ...      Comma separated experimental feature names.
      --endpoint=<endpoint> ...  Addresses.
      --alert.query-url=ALERT.QUERY-URL
                                 The URL.
      --query.conn-metric.label=external_labels... ...
                                 Optional selection of query connection metric
                                 labels.

Commands:
  help [<command>...]
      --not-a-flag=x             Of another command.
`

it('reads names, switches, defaults, placeholders and repetition', () => {
  const flags = readHelp(HELP)
  expect(flags.map((flag) => [flag.name, flag.shown, defaultIn(flag), flag.repeatable])).toEqual([
    ['help', undefined, undefined, false],
    ['version', undefined, undefined, false],
    ['log.level', 'info', 'info', false],
    ['http-address', '"0.0.0.0:10902"', '0.0.0.0:10902', false],
    ['enable-feature', '', '', true],
    ['endpoint', '<endpoint>', undefined, true],
    ['alert.query-url', 'ALERT.QUERY-URL', undefined, false],
    ['query.conn-metric.label', 'external_labels...', 'external_labels', true],
  ])
  expect(flags[0]?.about).toBe('Show context-sensitive help (also try --help-long and --help-man).')
})
