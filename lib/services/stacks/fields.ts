// The fields of a stack.
import { z } from 'zod'

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

export const StackName = z.string().trim().min(1, 'A name is missing.').max(60).regex(/^\P{Cc}+$/u, 'A name is one line of text.')
export const Namespace = z.string().regex(DNS_LABEL, 'A namespace has lower-case letters, digits and hyphens, 63 at most.')
/** How a stack stands in addresses. "new" is the page that makes one. */
export const Slug = z.string().regex(DNS_LABEL, 'Use lower-case letters, digits and hyphens, 63 at most.').refine((slug) => slug !== 'new', '"new" is taken by a page.')
