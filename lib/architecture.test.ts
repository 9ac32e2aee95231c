// Holds the house rules to their word: each rule of .oxlintrc.json is fed a violation and a lawful counterpart.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..')

type Sample = { path: string; code: string }
type Case = { rule: string; why: string; wrong: Sample; right: Sample }

const at = (path: string, code: string): Sample => ({ path, code })

const CASES: Case[] = [
  {
    rule: 'gauntlet(layers)', why: 'pure code imports no adapter, named by #lib',
    wrong: at('lib/thanos/a1.ts', "import { row } from '#lib/db/rows.ts'\nexport const a: number = row\n"),
    right: at('lib/services/plans/a1.ts', "import { row } from '#lib/db/rows.ts'\nexport const a: number = row\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'pure code imports no adapter, named by a relative path',
    wrong: at('lib/thanos/receive/checks/a2.ts', "import { row } from '../../../db/rows.ts'\nexport const a: number = row\n"),
    right: at('lib/thanos/receive/checks/a2b.ts', "import { row } from '../../../manifest/rows.ts'\nexport const a: number = row\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'what is true of any object knows nothing of Thanos',
    wrong: at('lib/manifest/a3.ts', "import type { Kind } from '../thanos/kind.ts'\nexport type A = Kind\n"),
    right: at('lib/thanos/a3.ts', "import type { Kind } from '../manifest/kind.ts'\nexport type A = Kind\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'adapters do not import each other',
    wrong: at('lib/kube/a4.ts', "export { row } from '#lib/db/rows.ts'\n"),
    right: at('lib/kube/a4b.ts', "export { row } from '#lib/manifest/rows.ts'\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'a component reaches a verb through an action, never by itself',
    wrong: at('components/stack/a5.tsx', "import { save } from '#lib/services/revisions/save.ts'\nexport const a: number = save\n"),
    right: at('components/stack/a5b.tsx', "import type { StackView } from '#lib/services/views.ts'\nexport type A = StackView\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'a dynamic import is an import',
    wrong: at('components/stack/a6.tsx', "export const a = async (): Promise<unknown> => import('#lib/kube/connect.ts')\n"),
    right: at('components/stack/a6b.tsx', "export const a = async (): Promise<unknown> => import('#lib/thanos/catalogue.ts')\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'primitives know nothing of the product',
    wrong: at('components/ui/a7.tsx', "import { plan } from '#components/plan/plan.tsx'\nexport const a: number = plan\n"),
    right: at('components/plan/a7.tsx', "import { button } from '#components/ui/button.tsx'\nexport const a: number = button\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'pages call verbs, not the database',
    wrong: at('app/a8/page.tsx', "import { row } from '#lib/db/rows.ts'\nexport const a: number = row\n"),
    right: at('app/a8/layout.tsx', "import { get } from '#lib/services/stacks/get.ts'\nexport const a: number = get\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'nobody but tests imports what is there for tests',
    wrong: at('lib/services/a9.ts', "import { postgres } from '../testing/postgres.ts'\nexport const a: number = postgres\n"),
    right: at('lib/services/a9.test.ts', "import { postgres } from '../testing/postgres.ts'\nexport const a = postgres\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'the generated client stays in lib/db',
    wrong: at('lib/services/a10.ts', "import { Client } from '#lib/db/generated/client.ts'\nexport const a: number = Client\n"),
    right: at('lib/db/a10.ts', "import { Client } from './generated/client.ts'\nexport const a: number = Client\n"),
  },
  {
    rule: 'gauntlet(layers)', why: 'the command line needs no server',
    wrong: at('lib/cli/a11.ts', "import { get } from '../services/stacks/get.ts'\nexport const a: number = get\n"),
    right: at('lib/cli/a11b.ts', "import { lint } from '../thanos/lint.ts'\nexport const a: number = lint\n"),
  },
  {
    rule: 'gauntlet(owners)', why: 'only lib/db speaks Prisma',
    wrong: at('lib/services/b1.ts', "import { PrismaPg } from '@prisma/adapter-pg'\nexport const a: number = PrismaPg\n"),
    right: at('lib/db/b1.ts', "import { PrismaPg } from '@prisma/adapter-pg'\nexport const a: number = PrismaPg\n"),
  },
  {
    rule: 'gauntlet(owners)', why: 'only lib/kube uses the Kubernetes client, others at most its types',
    wrong: at('lib/services/b2.ts', "import { KubeConfig } from '@kubernetes/client-node'\nexport const a: number = KubeConfig\n"),
    right: at('lib/services/b2b.ts', "import type { V1Pod } from '@kubernetes/client-node'\nexport type A = V1Pod\n"),
  },
  {
    rule: 'gauntlet(owners)', why: 'only lib/auth uses better-auth',
    wrong: at('lib/services/b3.ts', "import { hashPassword } from 'better-auth/crypto'\nexport const a: number = hashPassword\n"),
    right: at('lib/auth/b3.ts', "import { hashPassword } from 'better-auth/crypto'\nexport const a: number = hashPassword\n"),
  },
  {
    rule: 'gauntlet(owners)', why: 'pure code runs in the browser, where there is no Node',
    wrong: at('lib/thanos/b4.ts', "import { join } from 'node:path'\nexport const a: number = join\n"),
    right: at('lib/cli/b4.ts', "import { join } from 'node:path'\nexport const a: number = join\n"),
  },
  {
    rule: 'gauntlet(owners)', why: 'verbs know no user interface',
    wrong: at('lib/services/b5.ts', "import { cache } from 'react'\nexport const a: number = cache\n"),
    right: at('components/stack/b5.tsx', "import { useId } from 'react'\nexport const a: number = useId\n"),
  },
  {
    rule: 'gauntlet(environment)', why: 'only lib/env.ts reads the environment',
    wrong: at('lib/services/c1.ts', 'export const a: unknown = process.env.HOME\n'),
    right: at('lib/env.ts', 'export const a: unknown = process.env.HOME\n'),
  },
  {
    rule: 'gauntlet(environment)', why: 'another spelling of the environment is the environment',
    wrong: at('lib/services/c2.ts', "import { env } from 'node:process'\nexport const a: unknown = env\n"),
    right: at('lib/services/c2b.ts', "import { env } from '../env.ts'\nexport const a: unknown = env\n"),
  },
  {
    rule: 'gauntlet(use-server)', why: 'a server action stands in lib/actions',
    wrong: at('components/stack/d1.tsx', "'use server'\nexport const a = 1\n"),
    right: at('lib/actions/d1.ts', "'use server'\nexport const a = 1\n"),
  },
  {
    rule: 'gauntlet(pure)', why: 'pure code reads no clock',
    wrong: at('lib/thanos/e1.ts', 'export const a = (): number => Date.now()\n'),
    right: at('lib/thanos/e1b.ts', 'export const a = (now: Date): number => new Date(now).getTime()\n'),
  },
  {
    rule: 'gauntlet(pure)', why: 'pure code calls nobody',
    wrong: at('lib/manifest/e2.ts', "export const a = async (): Promise<unknown> => fetch('http://x')\n"),
    right: at('lib/kube/e2.ts', "export const a = async (): Promise<unknown> => fetch('http://x')\n"),
  },
  {
    rule: 'gauntlet(fetch)', why: 'HTTP calls stand at the border',
    wrong: at('components/stack/f1.tsx', "export const a = async (): Promise<unknown> => fetch('/x')\n"),
    right: at('lib/queries/f1.ts', "export const a = async (): Promise<unknown> => fetch('/x')\n"),
  },
  {
    rule: 'gauntlet(paths)', why: 'paths of the app come from lib/routes.ts',
    wrong: at('components/stack/g1.tsx', 'export const a = (slug: string): string => `/stacks/${slug}/audit`\n'),
    right: at('lib/routes.ts', 'export const a = (slug: string): string => `/stacks/${slug}/audit`\n'),
  },
  {
    rule: 'gauntlet(folders)', why: 'no folder has a name that says nothing',
    wrong: at('lib/services/helpers/h1.ts', 'export const a = 1\n'),
    right: at('lib/services/plans/h1.ts', 'export const a = 1\n'),
  },
  {
    rule: 'import(no-cycle)', why: 'nothing imports itself by a detour, named by #lib',
    wrong: at('lib/thanos/i1.ts', "import { b } from '#lib/thanos/i1b.ts'\nexport const a = (): number => b()\n"),
    right: at('lib/thanos/i1c.ts', "import { a } from './i1.ts'\nexport const c = (): number => a()\n"),
  },
  {
    rule: 'import(no-default-export)', why: 'exports have names',
    wrong: at('lib/thanos/j1.ts', 'export default 1\n'),
    right: at('app/j1/page.tsx', 'export default 1\n'),
  },
  {
    rule: 'eslint(max-lines)', why: 'a file has at most 400 lines',
    wrong: at('lib/thanos/k1.ts', `${'\n'.repeat(400)}export const a = 1\n`),
    right: at('lib/thanos/k1b.ts', `${'\n'.repeat(398)}export const a = 1\n`),
  },
  {
    rule: 'typescript(no-explicit-any)', why: 'nothing is any',
    wrong: at('lib/thanos/l1.ts', 'export const a = (value: any): string => String(value)\n'),
    right: at('lib/thanos/l1b.ts', 'export const a = (value: unknown): string => String(value)\n'),
  },
  {
    rule: 'typescript(no-non-null-assertion)', why: 'nothing is asserted to be there',
    wrong: at('lib/thanos/m1.ts', 'export const a = (value?: string): string => value!\n'),
    right: at('lib/thanos/m1b.ts', "export const a = (value?: string): string => value ?? ''\n"),
  },
  {
    rule: 'typescript(ban-ts-comment)', why: 'the type checker is not silenced',
    wrong: at('lib/thanos/n1.ts', '// @ts-ignore\nexport const a = 1\n'),
    right: at('lib/thanos/n1b.ts', '// says why\nexport const a = 1\n'),
  },
  {
    rule: 'typescript(consistent-type-definitions)', why: 'types are declared with type',
    wrong: at('lib/thanos/o1.ts', 'export interface A { a: string }\n'),
    right: at('lib/thanos/o1b.ts', 'export type A = { a: string }\n'),
  },
  {
    rule: 'react-hooks(exhaustive-deps)', why: 'an effect names what it depends on',
    wrong: at('components/stack/p1.tsx', "import { useEffect } from 'react'\nexport function A({ a }: { a: () => void }): null {\n  useEffect(() => { a() }, [])\n  return null\n}\n"),
    right: at('components/stack/p1b.tsx', "import { useEffect } from 'react'\nexport function A({ a }: { a: () => void }): null {\n  useEffect(() => { a() }, [a])\n  return null\n}\n"),
  },
  {
    rule: 'react-hooks(rules-of-hooks)', why: 'hooks are called in their order',
    wrong: at('components/stack/q1.tsx', "import { useId } from 'react'\nexport function A({ a }: { a: boolean }): string {\n  return a ? useId() : ''\n}\n"),
    right: at('components/stack/q1b.tsx', "import { useId } from 'react'\nexport function A(): string {\n  return useId()\n}\n"),
  },
  {
    rule: 'jsx-a11y(alt-text)', why: 'an image says what it shows',
    wrong: at('components/stack/r1.tsx', 'export const a = (): unknown => <img src="/a.png" />\n'),
    right: at('components/stack/r1b.tsx', 'export const a = (): unknown => <img src="/a.png" alt="A" />\n'),
  },
  {
    rule: 'gauntlet(words)', why: 'what a page says, it says in both languages',
    wrong: at('components/stack/w1.tsx', "import type { ReactNode } from 'react'\nexport function A(): ReactNode {\n  return <p>Nothing here</p>\n}\n"),
    right: at('components/stack/w1b.tsx', "import type { ReactNode } from 'react'\nexport function A({ t }: { t: (key: string) => string }): ReactNode {\n  return <p>{t('nothing')} <code>receive.local-endpoint</code></p>\n}\n"),
  },
  {
    rule: 'gauntlet(words)', why: 'what is only read out is said in both languages too',
    wrong: at('app/w2/part.tsx', "import type { ReactNode } from 'react'\nexport function A({ isOpen }: { isOpen: boolean }): ReactNode {\n  return <input aria-label={isOpen ? 'Close' : `Open ${1}`} />\n}\n"),
    right: at('app/w2/other.tsx', "import type { ReactNode } from 'react'\nexport function A({ label }: { label: string }): ReactNode {\n  return <input aria-label={label} placeholder=\"--log.level\" />\n}\n"),
  },
]

const COMPANIONS: Sample[] = [
  at('lib/thanos/i1b.ts', "import { a } from './i1.ts'\nexport const b = (): number => a()\n"),
  at('package.json', '{ "type": "module", "imports": { "#lib/*": "./lib/*", "#components/*": "./components/*" } }'),
]

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string(), severity: z.string(), filename: z.string() })) })

describe('each import and code rule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-architecture-'))
  const found = new Map<string, string[]>()

  beforeAll(async () => {
    cpSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    cpSync(join(ROOT, 'lint'), join(folder, 'lint'), { recursive: true })
    cpSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'))
    for (const { path, code } of [...CASES.flatMap(({ wrong, right }) => [wrong, right]), ...COMPANIONS]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), code)
    }
    const output = await new Promise<string>((resolve) => {
      const options = { cwd: folder, maxBuffer: 50_000_000 }
      execFile(process.execPath, [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '-f', 'json'], options, (_failed, stdout) => resolve(stdout))
    })
    for (const { code, severity, filename } of Report.parse(JSON.parse(output)).diagnostics) {
      if (severity === 'error') found.set(filename, [...(found.get(filename) ?? []), code])
    }
  }, 30_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(CASES)('$rule bites: $why ($wrong.path)', ({ rule, wrong, right }) => {
    expect(found.get(wrong.path) ?? []).toContain(rule)
    expect(found.get(right.path) ?? []).not.toContain(rule)
  })

  test('every rule of our own is fed a violation', () => {
    const plugin = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')
    const rules = [...plugin.matchAll(/"gauntlet\/([a-z-]+)": "error"/g)].map((match) => `gauntlet(${match[1]})`)
    expect(rules.length).toBeGreaterThan(5)
    expect(rules.filter((rule) => !CASES.some((one) => one.rule === rule))).toEqual([])
  })
})

describe('the documents', () => {
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...filesIn('docs')].filter((path) => path.endsWith('.md'))

  test.each(documents)('%s names only paths and npm scripts that exist', (document) => {
    const text = readFileSync(join(ROOT, document), 'utf8')
    const named = [...text.matchAll(/`([\w@.-]+(?:\/[\w@.[\]()-]+)*\/?)`/g)].map((match) => match[1] ?? '')
    const paths = named.filter((path) => /^(app|bin|components|docs|e2e|examples|lab|lib|lint|prisma|public|scripts)\//.test(path) || /^[A-Z]+\.md$/.test(path))
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    const Package = z.object({ scripts: z.record(z.string(), z.string()) })
    const scripts = Package.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).scripts
    const run = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '')
    expect(run.filter((script) => !(script in scripts))).toEqual([])
  })
})

test('every rule of the map speaks of a folder that exists', () => {
  const zones = readFileSync(join(ROOT, 'lint/zones.mjs'), 'utf8')
  const folders = /lib\\\/\(([a-z|0-9-]+)\)/.exec(zones)?.[1]?.split('|') ?? []
  expect(folders.length).toBeGreaterThan(5)
  expect(folders.filter((name) => !existsSync(join(ROOT, 'lib', name)))).toEqual([])
})

test('every source file lies in a zone of the map', async () => {
  const { zoneOf } = await import('../lint/zones.mjs')
  const sources = ['app', 'components', 'lib', 'lab', 'e2e', 'scripts', 'bin'].flatMap(filesIn).filter((path) => /\.(ts|tsx|mjs)$/.test(path))
  expect(sources.filter((path) => zoneOf(path) === undefined)).toEqual([])
})

test('stylesheets and scripts too have at most 400 lines', () => {
  const files = ['app', 'components', 'lib', 'lab', 'e2e', 'scripts', 'bin', 'lint'].flatMap(filesIn).filter((path) => /\.(ts|tsx|mjs|css)$/.test(path))
  const long = files.filter((path) => readFileSync(join(ROOT, path), 'utf8').trimEnd().split('\n').length > 400)
  expect(long).toEqual([])
})

/** Files below a folder, relative to the project, without what is generated. */
function filesIn(folder: string): string[] {
  const start = join(ROOT, folder)
  if (!existsSync(start)) return []
  return readdirSync(start, { recursive: true, encoding: 'utf8' })
    .map((name) => relative(ROOT, join(start, name)))
    .filter((path) => !path.startsWith('lib/db/generated/') && statSync(join(ROOT, path)).isFile())
}
