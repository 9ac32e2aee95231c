// The name of an image: repository, tag and digest, read and written.

export type ImageName = { readonly repository: string; readonly tag: string; readonly digest: string }

/** The parts of an image; "" for what it does not have. */
export function splitImage(image: string): ImageName {
  const at = image.indexOf('@')
  const name = at < 0 ? image : image.slice(0, at)
  const digest = at < 0 ? '' : image.slice(at + 1)
  // A colon before a slash is that of a port.
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1)
  return colon < 0 ? { repository: name, tag: '', digest } : { repository: name.slice(0, colon), tag: name.slice(colon + 1), digest }
}

export function joinImage({ repository, tag, digest }: ImageName): string {
  return `${repository}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`
}

export function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text)
}

/** Whether a container runtime takes the name. */
export function isImage(text: string): boolean {
  const { repository, tag, digest } = splitImage(text)
  return /^[^\sA-Z]+$/.test(repository) && !repository.endsWith('/') && (tag === '' ? joinImage({ repository, tag, digest }) === text : isTag(tag))
    && (digest === '' ? !text.includes('@') : /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]+$/.test(digest))
}
