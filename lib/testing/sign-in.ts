// A browser that signs in, without a browser: requests to the doors of lib/services/sessions/answer.ts and the cookies that they give.
import { NEWCOMER } from '../auth/actor.ts'
import { actorOf } from '../auth/session.ts'
import type { Actor } from '../auth/actor.ts'
import type { Role } from '../role.ts'
import { create } from '../services/people/create.ts'
import { setup } from '../services/people/setup.ts'
import { answerAuth } from '../services/sessions/answer.ts'
import type { Person } from '../services/views.ts'
import { admin } from './actors.ts'

const HOST = '127.0.0.1:3000'
export const PASSWORD = 'tidy-lamp-orbit-42'

/** One browser, at an address, with its cookies. */
export class TestBrowser {
  readonly address: string
  readonly device: string
  private readonly cookies = new Map<string, string>()

  constructor({ address = '127.0.0.1', device = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0' }: { address?: string; device?: string } = {}) {
    this.address = address
    this.device = device
  }

  headers(): Headers {
    return new Headers({
      host: HOST, origin: `http://${HOST}`, 'x-forwarded-for': this.address, 'user-agent': this.device,
      ...(this.cookies.size === 0 ? {} : { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    })
  }

  /** A request to a path of Gauntlet; with `body`, a POST. */
  async ask(path: string, body?: unknown): Promise<Response> {
    const headers = this.headers()
    if (body !== undefined) headers.set('content-type', 'application/json')
    const response = await answerAuth(new Request(`http://${HOST}${path}`, { method: body === undefined ? 'GET' : 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }))
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0/i.test(cookie)) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  signIn(email: string, password = PASSWORD): Promise<Response> {
    return this.ask('/api/auth/sign-in/email', { email, password })
  }

  /** Who the server takes this browser for. */
  actor(): Promise<Actor | undefined> {
    return actorOf(this.headers())
  }
}

/** A person with a role who has the password above. */
export async function personWith(role: Role, name: string): Promise<Person> {
  const { link } = await create(admin, { name, email: `${name.toLowerCase()}@example.org`, role })
  return setup(NEWCOMER, { token: new URL(link).searchParams.get('token') ?? '', name, email: `${name.toLowerCase()}@example.org`, password: PASSWORD })
}
