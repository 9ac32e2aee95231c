// Processor time of this process and of all that it started, by the name of the program. Linux alone tells it so (proc_pid_stat(5)).
import { readdirSync, readFileSync } from 'node:fs'

const MS_A_TICK = 10

/** In ms since each of them began, by the program's name; this process is "gauntlet". What has ended is not in it. */
export function processorTime() {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const [, command = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
      const fields = rest.split(' ')
      return [{ pid, command, parent: fields[1], ms: (Number(fields[11]) + Number(fields[12])) * MS_A_TICK }]
    } catch {
      return [] // ended meanwhile
    }
  })
  const byPid = new Map(all.map((each) => [each.pid, each]))
  const own = String(process.pid)
  const isOurs = ({ pid, parent }) => pid === own || (byPid.has(parent) && isOurs(byPid.get(parent)))
  const sums = new Map()
  for (const each of all.filter(isOurs)) {
    const name = each.pid === own ? 'gauntlet' : each.command
    sums.set(name, (sums.get(name) ?? 0) + each.ms)
  }
  return sums
}

/** What was used between two of them. */
export function usedBetween(before, after) {
  return new Map([...after].map(([name, ms]) => [name, ms - (before.get(name) ?? 0)]))
}
