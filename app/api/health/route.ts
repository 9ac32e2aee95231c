// For whoever starts the server: does it answer, and can it do its work?
import { GET as readiness } from '../../readyz/route.ts'

export const dynamic = 'force-dynamic'

export const GET = readiness
