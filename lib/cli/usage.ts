// The help of the command.
import { RELEASES } from '../thanos/catalogue.ts'

export const USAGE = `gauntlet reads Thanos manifests, says what is wrong with them, and renders them back.
It needs no server, no database and no cluster; only audit reads the database.

  gauntlet check PATH...  [-o table|json] [--thanos VERSION] [--lang en|ko]
  gauntlet render PATH... [-o yaml|json] [--lang en|ko]
  gauntlet audit verify   [--noted ID:HASH] [--data DIR] [-o text|json] [--lang en|ko]

PATH is a file, a directory (all *.yaml, *.yml and *.json below it), an archive of such a directory
(.tar.gz, .tgz, .tar), or - for standard input.
A piece is understood too: a mapping with args, bare --flag lines, a hashring or rule file, an objstore.yml.

  -o, --output    form of the output
  --thanos        judge by this release (${RELEASES[0]} to ${RELEASES.at(-1)}); the image's tag decides otherwise
  --noted         an event and its hash that you kept: it must still be part of the chain
  --data          data directory of Gauntlet, for its embedded database; without it DATABASE_URL decides
  --lang          language of the messages
  --version       version of gauntlet
  -h, --help      this text

Exit code of check: 0 no errors, 1 errors found, 2 input could not be read. Of render: 0, or 2.
Of audit verify: 0 the chain is whole, 1 it is not, 2 the events could not be read.
`
