// A part of a page that comes when it is wanted: a network that is away for a while delays it, and breaks nothing.

const RETRY_MS = 2_000

/** Imports a module, again and again until it is there. For `dynamic()`, which would put the error in the place of the whole page. */
export async function part<Module>(load: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS) })
    }
  }
}
