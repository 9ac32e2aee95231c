// Says in both languages what is wrong with a YAML text and what to do. Never repeats the text itself: it may hold a secret.
import type { ErrorCode } from 'yaml'
import { text, type Text } from '../text.ts'

/** The answer to a Helm template, whatever it did to the syntax. */
export const TEMPLATE: Text = text(
  'this is a Helm template; render it first with helm template, then give the result',
  'Helm 템플릿입니다. helm template로 먼저 렌더링한 결과를 넣으세요',
)

const SYNTAX: Partial<Record<ErrorCode, Text>> = {
  ALIAS_PROPS: text('an alias (*name) takes no anchor and no tag; remove it', '별칭(*name)에는 앵커나 태그를 붙일 수 없습니다. 지우세요'),
  BAD_ALIAS: text('an anchor or alias needs a name, and the name must not end with ":"', '앵커와 별칭에는 이름이 있어야 하고 이름은 ":"로 끝날 수 없습니다'),
  BAD_DIRECTIVE: text('a line starting with % is no known YAML directive; remove it', '%로 시작하는 줄이 YAML 지시자가 아닙니다. 지우세요'),
  BAD_DQ_ESCAPE: text('a double-quoted string has an unknown escape; write \\\\ for a backslash, or use single quotes', '큰따옴표 문자열에 알 수 없는 이스케이프가 있습니다. 역슬래시는 \\\\로 쓰거나 작은따옴표를 쓰세요'),
  BAD_INDENT: text('the indentation does not fit; put the keys of one mapping and the items of one list in the same column', '들여쓰기가 맞지 않습니다. 한 매핑의 키와 한 목록의 항목은 같은 열에서 시작해야 합니다'),
  BAD_PROP_ORDER: text('an anchor or a tag stands in the wrong place; it goes before the value', '앵커나 태그의 위치가 잘못되었습니다. 값 앞에 두세요'),
  BAD_SCALAR_START: text('a value may not start with @, ` or %; quote it', '값은 @, `, %로 시작할 수 없습니다. 따옴표로 묶으세요'),
  BLOCK_AS_IMPLICIT_KEY: text('a mapping stands where a value is expected; if the value contains ": ", quote it, else put the mapping on its own lines', '값 자리에 매핑이 있습니다. 값에 ": "가 들어 있으면 따옴표로 묶고, 아니면 매핑을 다음 줄에 쓰세요'),
  BLOCK_IN_FLOW: text('indented YAML stands inside { } or [ ]; close the bracket, or quote the value that starts with it', '{ } 또는 [ ] 안에 들여쓴 YAML이 있습니다. 괄호를 닫거나 괄호로 시작하는 값을 따옴표로 묶으세요'),
  KEY_OVER_1024_CHARS: text('a key is longer than 1,024 characters', '키가 1,024자보다 깁니다'),
  MISSING_CHAR: text('a character is missing: a closing quote or bracket, a ":" after a key, or a comma between items', '문자가 빠졌습니다. 닫는 따옴표나 괄호, 키 뒤의 ":", 항목 사이의 쉼표를 확인하세요'),
  MULTILINE_IMPLICIT_KEY: text('a key runs over several lines; a ":" may be missing on the line above', '키가 여러 줄에 걸쳐 있습니다. 윗줄에 ":"가 빠졌는지 확인하세요'),
  MULTIPLE_ANCHORS: text('a value has two anchors; remove one', '값에 앵커가 두 개 있습니다. 하나를 지우세요'),
  MULTIPLE_DOCS: text('two documents follow each other without a line "---" between them', '두 문서 사이에 "---" 줄이 없습니다'),
  MULTIPLE_TAGS: text('a value has two tags; remove one', '값에 태그가 두 개 있습니다. 하나를 지우세요'),
  RESOURCE_EXHAUSTION: text('this is nested too deeply to be read', '너무 깊게 중첩되어 있어 읽을 수 없습니다'),
  TAB_AS_INDENT: text('a tab is used for indentation; YAML takes spaces only', '들여쓰기에 탭을 썼습니다. YAML은 공백만 받습니다'),
  UNEXPECTED_TOKEN: text('something stands here that fits no key, item or value; look at the indentation and the quotes of this line and the one above', '키, 항목, 값 어디에도 맞지 않는 내용입니다. 이 줄과 윗줄의 들여쓰기와 따옴표를 확인하세요'),
}

const NOT_YAML = text('this is not valid YAML; look at this line and the one above', '올바른 YAML이 아닙니다. 이 줄과 윗줄을 확인하세요')

/** The sentence for an error of the YAML parser. */
export function syntaxProblem(code: ErrorCode): Text {
  return SYNTAX[code] ?? NOT_YAML
}

/** Whether a text that could not be read has template actions in it. */
export function looksLikeTemplate(source: string): boolean {
  return source.includes('{{')
}

/**
 * Whether a quoted or plain value is a template action although it could be read. Alert rules have {{ }} too ({{ $labels.x }},
 * {{ .Value }}): only what Helm alone knows counts.
 */
export function isTemplateValue(word: string): boolean {
  return /\{\{-?\s*(?:\.Values\.|\.Release\.|\.Chart\.|include\s|tpl\s)/.test(word)
}
