// What people paste along with a piece: code fences, prompts and commands of a shell, here-documents, Windows line ends, an
// indentation of the whole. Takes it off and leaves every line on its line.

/** A text without its wrapping; `hasCommands` says that shell commands were in it. */
export type Unwrapped = { readonly text: string; readonly hasCommands: boolean }

/** Nobody pastes more than that; what is longer is a file. */
const LONGEST_PASTE = 500_000

const FENCE = /^\s*(?:`{3,}|~{3,})\s*([\w+-]*)[^`]*$/
/** Languages of code blocks that hold no configuration. */
const OTHER_LANGUAGES: ReadonlySet<string> = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'shell-session', 'promql', 'go', 'python', 'mermaid', 'text', 'log', 'ini', 'hcl', 'sql'])
const KEY = /^(?:apiVersion|kind|metadata|spec|args|command|groups|type|config|data|stringData)\s*:/m
const PROMPT = /^(?:\$|%|❯|[\w.-]+@[\w.-]+[^$#%]*[$#%]|PS [^>]*>)\s+/
const PROGRAM = /^(?:sudo\s+)?(?:kubectl|oc|helm|curl|wget|docker|podman|aws|mc|git|echo|export|cd|cat|vi|vim|watch|grep|jq|yq|thanos\s+tools)\s/

/** Source of the shapes: what guides, chats and terminals print around manifests. */
export function unwrap(source: string): Unwrapped {
  if (source.length > LONGEST_PASTE) return { text: source, hasCommands: false }
  const unfenced = withoutFences(source.includes('\r') ? source.replaceAll('\r\n', '\n') : source)
  const isAllOther = unfenced.trim() === '' && source.trim() !== ''
  const { text, hasCommands } = withoutCommands(outdented(unfenced))
  return { text, hasCommands: hasCommands || isAllOther }
}

/** The code blocks of a Markdown text that hold no configuration: commands, queries. "" where there are none. */
export function foreignBlocks(source: string): string {
  if (source.length > LONGEST_PASTE || !/```|~~~/.test(source)) return ''
  let language: string | undefined
  return source.split('\n').filter((line) => {
    const fence = FENCE.exec(line)
    if (fence) language = language === undefined ? fence[1]?.toLowerCase() ?? '' : undefined
    return !fence && language !== undefined && OTHER_LANGUAGES.has(language)
  }).join('\n')
}

/** The blocks of a Markdown text; what stands around them becomes empty lines. A text that is no Markdown stays as it is. */
function withoutFences(source: string): string {
  if (!source.includes('```') && !source.includes('~~~')) return source
  const lines = source.split('\n')
  const fences = lines.flatMap((line, at) => (FENCE.test(line) ? [at] : []))
  const [first] = fences
  const isFence = new Set(fences)
  if (first === undefined) return source
  const isFirst = lines.slice(0, first).every((line) => line.trim() === '')
  if (!isFirst && fences.length === 1) return isLast(lines, first) ? lines.with(first, '').join('\n') : source
  if (!isFirst && KEY.test(outside(lines, isFence))) return source
  let isInside = false
  let isKept = false
  let indent = ''
  let blocks = 0
  return lines.map((line, at) => {
    if (isFence.has(at)) {
      isInside = !isInside
      isKept = isInside && !OTHER_LANGUAGES.has(FENCE.exec(line)?.[1]?.toLowerCase() ?? '')
      indent = /^\s*/.exec(line)?.[0] ?? ''
      // Every block is a document of its own; the marker stands where the fence stood.
      if (isKept) blocks += 1
      return isKept && blocks > 1 ? '---' : ''
    }
    if (!isKept) return ''
    return line.startsWith(indent) ? line.slice(indent.length) : line
  }).join('\n')
}

function outside(lines: readonly string[], isFence: ReadonlySet<number>): string {
  let isInside = false
  return lines.filter((_, at) => {
    if (isFence.has(at)) isInside = !isInside
    return !isInside
  }).join('\n')
}

function isLast(lines: readonly string[], at: number): boolean {
  return lines.slice(at + 1).every((line) => line.trim() === '')
}

/** Document markers count only in the first column, so a text that is indented as a whole is moved there. */
function outdented(source: string): string {
  if (!/^\s/.test(source)) return source
  const lines = source.split('\n')
  const full = lines.filter((line) => line.trim() !== '')
  const least = Math.min(...full.map((line) => /^ */.exec(line)?.[0].length ?? 0))
  return least === 0 || full.length === 0 ? source : lines.map((line) => line.slice(least)).join('\n')
}

/** Commands in the first column, where YAML has keys: they and the lines that they go on in become empty. */
function withoutCommands(source: string): Unwrapped {
  let hasCommands = false
  let goesOn = false
  const lines = source.split('\n').map((line) => {
    const isCommand = goesOn || isCommandLine(line)
    if (!isCommand) return line
    hasCommands = true
    goesOn = /\\\s*$/.test(line)
    return ''
  })
  if (!hasCommands) return { text: source, hasCommands }
  return { text: lines.map((line) => (/^(?:EOF|EOT|END)\s*$/.test(line) ? '' : line)).join('\n'), hasCommands }
}

function isCommandLine(line: string): boolean {
  const command = line.replace(PROMPT, '')
  if (/^\w[\w"'.-]*\s*:(?:\s|$)/.test(command)) return false
  return (command !== line && !/^(?:\S*\/)?thanos\s/.test(command)) || PROGRAM.test(command)
}
