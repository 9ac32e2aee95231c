// For probes: is this process alive? Postgres may be down and a restart would not help.
export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ status: 'alive' })
}
