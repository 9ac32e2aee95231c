/** The package carries no types. What is written here is what it gives for a page without `# TYPE`: families in the order of the page, a new one wherever the name changes. */
declare module 'parse-prometheus-text-format' {
  type Family = {
    name: string
    /** Values as they were written. Of samples in a row with the same labels there is the last one alone. */
    metrics: { value: string; labels?: Record<string, string> }[]
  }
  /** A last line without a line break is lost. */
  export default function parse(page: string): Family[]
}
