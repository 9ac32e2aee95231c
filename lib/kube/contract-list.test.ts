// docs/contract.md lists the cases of the contract; `vitest -u` on this file writes it anew.
import { expect, it } from 'vitest'
import type { Case } from './contract-given.ts'
import { contractCases } from './contract.ts'

const WITHOUT: Record<NonNullable<Case['needs']>, string> = { kubelet: '– (nothing runs containers)' }

it('is written down in docs/contract.md, case by case', async () => {
  const cases = contractCases()
  expect(new Set(cases.map(({ topic, title }) => `${topic} ${title}`)).size).toBe(cases.length)
  const real = cases.filter(({ needs }) => needs === undefined).length
  const tables = [...Map.groupBy(cases, ({ topic }) => topic)].map(([topic, own]) => [
    `## ${topic}`, '', '| a cluster … | sandbox | kube-apiserver 1.35.4 |', '|---|---|---|',
    ...own.map(({ title, needs }) => `| ${title.replaceAll('|', '\\|')} | ✓ | ${needs === undefined ? '✓' : WITHOUT[needs]} |`),
  ].join('\n'))
  const text = [
    '# The contract with Kubernetes', '',
    'What Gauntlet relies on, as cases of one suite (`lib/kube/contract*.ts`). `npm test` runs it on the sandbox, `npm run test:lab` on a real control plane;',
    '✓ is a case that runs there and has to pass. Where the two differ, the sandbox is wrong. Written by `lib/kube/contract-list.test.ts`.', '',
    `${cases.length} cases: ${cases.length} run on the sandbox, ${real} on the real control plane, which lacks a kubelet for the other ${cases.length - real}.`,
    'No webhook and no flag of an API server can stand in for that: logs and those events are a kubelet\'s. On real containers `lab/node/logs.lab.test.ts` and `lab/node/pods.lab.test.ts` hold the same.', '',
    tables.join('\n\n'), '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../docs/contract.md')
})
