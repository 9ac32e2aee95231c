// How Kubernetes wants names, labels and keys to be written, and its words when they are not.

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const LABEL_KEY = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/

/** What is wrong with a name under a rule, or undefined. */
export function nameProblem(name: string, rule: 'subdomain' | 'label' | 'label1035' | 'segment'): string | undefined {
  switch (rule) {
    case 'segment':
      if (name === '.' || name === '..') return `may not be '${name}'`
      return /[/%]/.test(name) ? `may not contain '${/[/%]/.exec(name)?.[0]}'` : undefined
    case 'label':
      if (name.includes('.')) return 'must not contain dots'
      if (name.length > 63) return 'must be no more than 63 bytes'
      return LABEL.test(name) ? undefined : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
        + "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
    case 'label1035':
      if (name.length > 63) return 'must be no more than 63 bytes'
      return LABEL_1035.test(name) ? undefined : "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
        + "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
    case 'subdomain':
      if (name.length > 253) return 'must be no more than 253 bytes'
      return SUBDOMAIN.test(name) ? undefined : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
        + "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
  }
}

/** All that is wrong with the name of a container's port. */
export function portNameProblems(name: string): string[] {
  return [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ]
}

/** What is wrong with the key of a label or an annotation, or undefined. */
export function labelKeyProblem(key: string): string | undefined {
  const [name = '', prefix] = key.split('/').toReversed()
  if (prefix === '') return 'prefix part must be non-empty'
  const problem = prefix === undefined ? undefined : nameProblem(prefix, 'subdomain')
  if (problem !== undefined) return `prefix part ${problem}`
  if (name === '') return 'name part must be non-empty'
  if (name.length > 63) return 'name part must be no more than 63 bytes'
  return LABEL_KEY.test(name) ? undefined : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
    + "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
}

/** What is wrong with a label's value, or undefined. */
export function labelValueProblem(value: string): string | undefined {
  if (value.length > 63) return 'must be no more than 63 bytes'
  return LABEL_VALUE.test(value) ? undefined : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
    + "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
}

/** What is wrong with a key of a ConfigMap or Secret, or undefined. */
export function dataKeyProblem(key: string): string | undefined {
  if (key.length > 253) return 'must be no more than 253 bytes'
  return CONFIG_KEY.test(key) ? undefined : "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  "
    + "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
}
