// The fields of a stack.
import { z } from 'zod'
import { said } from '../../said.ts'

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

export const StackName = z.string().trim().min(1, said('A name is missing.', '이름이 없습니다.')).max(60).regex(/^\P{Cc}+$/u, said('A name is one line of text.', '이름은 한 줄의 글입니다.'))
export const Namespace = z.string().regex(DNS_LABEL, said('A namespace has lower-case letters, digits and hyphens, 63 at most.', '네임스페이스에는 소문자, 숫자, 하이픈을 최대 63자까지 씁니다.'))
/** How a stack stands in addresses. "new" is the page that makes one. */
export const Slug = z.string().regex(DNS_LABEL, said('Use lower-case letters, digits and hyphens, 63 at most.', '소문자, 숫자, 하이픈을 최대 63자까지 쓰세요.')).refine((slug) => slug !== 'new', said('"new" is taken by a page.', '"new"는 페이지가 쓰는 주소입니다.'))
