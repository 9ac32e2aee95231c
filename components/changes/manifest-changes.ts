// Which rendered objects two specs differ in, as texts for a diff view.
import { objectId, type KubeObject } from '#lib/manifest/types.ts'
import { toYaml } from '#lib/manifest/yaml.ts'
import { render } from '#lib/thanos/render.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'

export type ManifestChange = { object: string; before: string; after: string }

/** The objects that differ, in the order of the newer spec, then those that are gone. */
export function manifestChanges(before: StackSpec, after: StackSpec): ManifestChange[] {
  const old = textById(render(before))
  const fresh = textById(render(after))
  return [...new Set([...fresh.keys(), ...old.keys()])]
    .map((object) => ({ object, before: old.get(object) ?? '', after: fresh.get(object) ?? '' }))
    .filter((change) => change.before !== change.after)
}

function textById(objects: readonly KubeObject[]): Map<string, string> {
  return new Map(objects.map((object) => [objectId(object), toYaml(object)]))
}
