// Knows which binary of this machine stands for an image: a table by the name and tag that the image ends with.
import { z } from 'zod'

export const Image = z.object({
  /** A static binary of this machine. */
  binary: z.string(),
  /** Its path in the container, which is also the entry point. */
  at: z.string(),
  /** What it is given when the container has no args. */
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
})
export type Image = z.output<typeof Image>

/** By "name:tag": "thanos:v0.42.4" is `quay.io/thanos/thanos:v0.42.4` of any registry, with any digest behind it. */
export const Images = z.record(z.string(), Image)
export type Images = z.input<typeof Images>
export type ImageTable = z.output<typeof Images>

/** The image of the table that a reference names. */
export function findImage(images: ImageTable, reference: string): Image | undefined {
  const name = reference.replace(/@.*$/, '').replace(/^.*\//, '')
  const key = name.includes(':') ? name : `${name}:latest`
  return Object.hasOwn(images, key) ? images[key] : undefined
}
