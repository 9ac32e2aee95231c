// Command lines of a shell, as far as a Thanos command needs it: quotes, backslashes, and lines that go on.

/**
 * The words of a command line as a shell splits them. Quotes are taken off, `$(NAME)` stays as it is; ends at a pipe, a redirection
 * or another command.
 */
export function shellWords(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  for (const [token] of line.matchAll(/'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\$\([^)]*\)|\\[\s\S]|\s+|[|;&<>]|[^\s'"\\|;&<>$]+|[\s\S]/g)) {
    if (/^\s/.test(token)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (/^[|;&<>]$/.test(token)) break
    else word = (word ?? '') + unquoted(token)
  }
  if (word !== undefined) words.push(word)
  return words
}

/** A value without the quotes that a shell would take off; only quotes around the whole of it. */
export function unquoted(token: string): string {
  if (/^'[^']*'$/.test(token)) return token.slice(1, -1)
  if (/^"(?:[^"\\]|\\[\s\S])*"$/.test(token)) return token.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1').replaceAll(/\\\n/g, '')
  if (/^\\[\s\S]$/.test(token)) return token[1] === '\n' ? '' : token.slice(1)
  return token
}
