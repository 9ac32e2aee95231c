// Next calls this once when the server starts.

export async function register(): Promise<void> {
  // Next builds this file for its edge runtime too, which has no Postgres.
  // oxlint-disable-next-line gauntlet/environment -- Next puts the name of the runtime here when it builds
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { start } = await import('#lib/services/start.ts')
  void start()
}
