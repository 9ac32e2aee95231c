// The order of names in lists: as people count, "edge-2" before "edge-10".

/** Made once: `localeCompare` with options costs as much as the rest of a list of 500 edges (bench/live.mjs). */
export const byName = new Intl.Collator('en', { numeric: true }).compare
