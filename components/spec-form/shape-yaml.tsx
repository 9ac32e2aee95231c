'use client'
// The YAML of one field of a pod: taken at once when Kubernetes would take it, held as it was typed when not.
import type { ReactNode } from 'react'
import { Sentence } from '#components/ui/sentence.tsx'
import { readYaml } from '#lib/manifest/read-yaml.ts'
import type { Json } from '#lib/manifest/types.ts'
import { toYaml } from '#lib/manifest/yaml.ts'
import type { ShapeName } from '#lib/thanos/pod-presets.ts'
import { podShapeProblem } from '#lib/thanos/pod-shapes.ts'
import { useHeldText } from './held-text.ts'
import { YamlArea, type YamlProblem } from './yaml-area.tsx'

type Read = { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false; readonly problem: YamlProblem }

/** The text area. `holdKey` names where unread text is held; `onChange` is given a value that Kubernetes takes, undefined to take the field away. */
export function ShapeYaml({ field, labelledBy, value, holdKey, readOnly, onChange }: {
  field: ShapeName; labelledBy: string; value: Json | undefined; holdKey: string; readOnly: boolean; onChange: (value: Json | undefined) => void
}): ReactNode {
  const yaml = value === undefined ? '' : toYaml(value)
  const { text, hold } = useHeldText(holdKey, yaml, (unread) => !readShape(field, unread).ok)
  const read = text === yaml ? undefined : readShape(field, text)
  const type = (typed: string): void => {
    const next = readShape(field, typed)
    if (!next.ok) return hold(typed, yaml)
    hold(typed, next.value === undefined ? '' : toYaml(next.value), true)
    onChange(next.value)
  }
  return <YamlArea value={text} readOnly={readOnly} aria-labelledby={labelledBy} problem={read?.ok === false ? read.problem : undefined} onText={type} data-draft={text === yaml ? 'settled' : 'typing'} />
}

function readShape(field: ShapeName, text: string): Read {
  if (text.trim() === '') return { ok: true, value: undefined }
  const { documents, problems: [problem] } = readYaml([{ name: 'YAML', text }])
  if (problem !== undefined) return { ok: false, problem: { line: problem.line, column: problem.column, message: <Sentence text={problem.message} /> } }
  const value = documents[0]?.value ?? null
  const fault = value === null ? undefined : podShapeProblem(field, value)
  if (fault !== undefined) return { ok: false, problem: { message: <Sentence text={fault} /> } }
  return { ok: true, value: value ?? undefined }
}
