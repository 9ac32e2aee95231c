// Begins and ends the session of this browser. Knows the answers of better-auth's addresses, and nothing of pages.

export type SignInResult = 'signed-in' | 'wrong' | 'too-many' | 'unreachable'

/** Signs this browser in; the session is a cookie that scripts cannot read. */
export async function signIn({ email, password }: { email: string; password: string }): Promise<SignInResult> {
  try {
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: email.trim().toLowerCase(), password }),
    })
    if (response.ok) return 'signed-in'
    if (response.status === 429) return 'too-many'
    return response.status < 500 ? 'wrong' : 'unreachable'
  } catch {
    // fetch() rejects for one reason only: nothing answered.
    return 'unreachable'
  }
}

/** Ends the session; false when nothing answered, and one is still signed in. */
export async function signOut(): Promise<boolean> {
  try {
    return (await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).ok
  } catch {
    // The network is the only cause.
    return false
  }
}
