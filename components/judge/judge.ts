// The judge of specs, one for all pages of a tab: a worker that is asked one thing after the other. Knows nothing of drafts and pages.
import type { Finding } from '#lib/thanos/finding.ts'
import type { FixPlan } from '#lib/thanos/safe-fixes.ts'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'
import type { JudgeAnswer, JudgeQuestion } from './judge-worker.ts'
import { type NumberedSpec, SpecSender } from './numbered-spec.ts'

export type Fixes = Omit<FixPlan, 'spec'>

type Judge = {
  readonly findings: (spec: StackSpec) => Promise<readonly Finding[]>
  readonly fixes: (spec: StackSpec, skip: ReadonlySet<string>) => Promise<Fixes>
}

let judge: Judge | undefined
let turn: Promise<unknown> = Promise.resolve()

/** What is wrong with a spec. */
export function askFindings(spec: StackSpec): Promise<readonly Finding[]> {
  return inTurn(() => (judge ??= startJudge()).findings(spec))
}

/** What all safe fixes come to, but those whose fixId() is in `skip`. All of them are worked out once a spec. */
export function askFixes(spec: StackSpec, skip: ReadonlySet<string>): Promise<Fixes> {
  const earlier = skip.size === 0 ? all.get(spec.objects) : undefined
  if (earlier !== undefined) return earlier
  const fixes = inTurn(() => (judge ??= startJudge()).fixes(spec, skip))
  if (skip.size === 0) all.set(spec.objects, fixes)
  return fixes
}
const all = new WeakMap<readonly SpecObject[], Promise<Fixes>>()

function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const mine = turn.then(ask)
  turn = mine.catch(() => undefined)
  return mine
}

/** Objects that go over at once: a copy of many takes longer than a page may stand still. */
const PER_MESSAGE = 40

function startJudge(): Judge {
  const worker = new Worker(new URL('./judge-worker.ts', import.meta.url), { type: 'module' })
  const sender = new SpecSender()
  const tell = (question: JudgeQuestion): void => worker.postMessage(question)
  const bring = async (spec: StackSpec): Promise<NumberedSpec> => {
    const { spec: numbered, fresh } = sender.number(spec)
    for (let at = 0; at < fresh.length; at += PER_MESSAGE) {
      tell({ kind: 'objects', fresh: fresh.slice(at, at + PER_MESSAGE) })
      if (fresh.length > PER_MESSAGE) await nextTask()
    }
    return numbered
  }
  /** `take` gives the whole answer once it is there. Where no worker may run, or its script did not come, the page works it out `here`. */
  const ask = <Answer>(question: JudgeQuestion, take: (answer: JudgeAnswer) => Answer | undefined, here: () => Promise<Answer>): Promise<Answer> => new Promise((resolve) => {
    const leave = (answer: Answer | Promise<Answer>): void => {
      worker.removeEventListener('message', listen)
      worker.removeEventListener('error', fail)
      resolve(answer)
    }
    const listen = ({ data }: MessageEvent<JudgeAnswer>): void => {
      const answer = take(data)
      if (answer !== undefined) leave(answer)
    }
    const fail = (): void => {
      judge = inPage
      leave(here())
    }
    worker.addEventListener('message', listen)
    worker.addEventListener('error', fail)
    tell(question)
  })
  return {
    async findings(spec) {
      const found: Finding[] = []
      return ask<readonly Finding[]>({ kind: 'findings', spec: await bring(spec) }, (answer) => {
        if (answer.kind === 'findings') found.push(...answer.findings)
        return answer.kind === 'findings' && answer.isLast ? found : undefined
      }, () => inPage.findings(spec))
    },
    async fixes(spec, skip) {
      return ask<Fixes>({ kind: 'fixes', spec: await bring(spec), skip: [...skip] }, (answer) => (answer.kind === 'fixes' ? answer.plan : undefined), () => inPage.fixes(spec, skip))
    },
  }
}

const inPage: Judge = {
  findings: async (spec) => (await import('#lib/thanos/lint.ts')).lint(spec),
  fixes: async (spec, skip) => (await import('#lib/thanos/safe-fixes.ts')).planFixes(spec, { skip }),
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, 0) })
}
