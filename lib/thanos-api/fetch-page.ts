// How an adapter of this folder asks: it is given a function, since whether a Thanos is reached through an API server's proxy or directly is not its business.
import type { z } from 'zod'
import { AppError } from '../errors.ts'
import { redactText } from '../manifest/redact.ts'
import { text } from '../text.ts'

/** A page by its path below the component's root. With `form` it is posted. */
export type Page = { path: string; query?: Readonly<Record<string, string>>; form?: Readonly<Record<string, string>> }
/** Gives the answer whatever its status. Throws AppError when nobody answers. */
export type FetchPage = (page: Page) => Promise<{ status: number; body: string }>

const LONGEST_WORDS = 300

/** The text of a page. Throws UPSTREAM, with Thanos' own words, for any status but 200. */
export async function pageText(fetchPage: FetchPage, page: Page): Promise<string> {
  const { status, body } = await fetchPage(page)
  if (status === 200) return body
  throw refusal(status, body, page.path)
}

/** What a JSON page holds as `data`, in Thanos' envelope. Throws UPSTREAM for a refusal, and for an answer of another shape. Source: pkg/api/api.go. */
export async function apiData<Schema extends z.ZodType>(fetchPage: FetchPage, page: Page, schema: Schema): Promise<z.output<Schema>> {
  return (await apiAnswer(fetchPage, page, schema)).data
}

/** The same with what Thanos could not ask, in its words: an answer with warnings is a part of one. */
export async function apiAnswer<Schema extends z.ZodType>(fetchPage: FetchPage, page: Page, schema: Schema): Promise<{ data: z.output<Schema>; warnings: string[] }> {
  const answer = envelopeOf(await pageText(fetchPage, page))
  const read = schema.safeParse(answer?.data)
  if (read.success) return { data: read.data, warnings: Array.isArray(answer?.warnings) ? answer.warnings.map(String) : [] }
  throw new AppError('UPSTREAM', text(`${page.path} answered with something else than this release of Gauntlet knows.`, `${page.path}의 응답이 이 버전의 Gauntlet이 아는 형식이 아닙니다.`), { cause: read.error })
}

function envelopeOf(body: string): { data?: unknown; warnings?: unknown } | undefined {
  const value = parsed(body)
  return typeof value === 'object' && value !== null ? value : undefined
}

function refusal(status: number, body: string, path: string): AppError {
  if (status === 401) {
    return new AppError('UPSTREAM', text(`${path} asks for a password (--http.config), which Gauntlet does not have.`, `${path}이(가) 비밀번호(--http.config)를 요구하며 Gauntlet에는 없습니다.`))
  }
  if (status === 404) return new AppError('UPSTREAM', text(`There is no ${path} in this release of Thanos.`, `이 버전의 Thanos에는 ${path}이(가) 없습니다.`))
  const value = parsed(body)
  const said = typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'string' ? value.error : body.trim()
  const words = redactText(said.slice(0, LONGEST_WORDS))
  const tail = words === '' ? '' : `: ${words}`
  return new AppError('UPSTREAM', text(`${path} answered HTTP ${status}${tail}`, `${path}이(가) HTTP ${status}(으)로 응답했습니다${tail}`))
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // told by whoever expected JSON
  }
}
