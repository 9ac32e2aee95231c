// Begins and ends the session of this browser. Knows the answers of /api/auth, and nothing of pages.

/** `left`: tries before a wait of `waitS` seconds; 0 when it has begun. */
export type SignInResult =
  | { is: 'signed-in' } | { is: 'wrong'; left: number; waitS: number } | { is: 'too-many'; waitS: number } | { is: 'disabled' } | { is: 'unreachable' }

/** Signs this browser in; the session is a cookie that scripts cannot read. */
export async function signIn({ email, password }: { email: string; password: string }): Promise<SignInResult> {
  try {
    const response = await ask('/api/auth/sign-in/email', { email: email.trim().toLowerCase(), password })
    if (response.ok) return { is: 'signed-in' }
    const told: unknown = await response.json()
    const waitS = numberIn(told, 'waitS')
    if (response.status === 429) return { is: 'too-many', waitS }
    if (response.status === 403 && typeof told === 'object' && told !== null && 'problem' in told && told.problem === 'disabled') return { is: 'disabled' }
    return response.status === 401 || response.status === 400 ? { is: 'wrong', left: numberIn(told, 'left', 1), waitS } : { is: 'unreachable' }
  } catch {
    // fetch() rejects for one reason only: nothing answered. What is no JSON is no answer of ours.
    return { is: 'unreachable' }
  }
}

/** The address of the identity provider, where the browser is to go; undefined when it cannot be reached. */
export async function beginOidc(): Promise<string | undefined> {
  try {
    const response = await ask('/api/auth/sign-in/oidc', {})
    const told: unknown = response.ok ? await response.json() : undefined
    return typeof told === 'object' && told !== null && 'url' in told && typeof told.url === 'string' ? told.url : undefined
  } catch {
    return undefined // nothing answered
  }
}

/** Ends the session; false when nothing answered, and one is still signed in. */
export async function signOut(): Promise<boolean> {
  try {
    return (await ask('/api/auth/sign-out', {})).ok
  } catch {
    // The network is the only cause.
    return false
  }
}

function ask(path: string, body: unknown): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

function numberIn(value: unknown, key: string, otherwise = 0): number {
  const found = typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined
  return typeof found === 'number' ? found : otherwise
}
