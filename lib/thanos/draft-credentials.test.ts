import { expect, test } from 'vitest'
import { applyEdits } from './apply-edits.ts'
import { EMPTY_SPEC, type StackSpec } from './spec.ts'
import { credentialHolder } from './draft-credentials.ts'

const SPEC: StackSpec = applyEdits(EMPTY_SPEC, [
  { op: 'object.add', manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'files' }, data: { 'a.yaml': 'groups: []' } } },
])

test('an edit that writes a secret key into a ConfigMap is known for what it is, and one that does not passes', () => {
  const set = (text: string): StackSpec => applyEdits(SPEC, [{ op: 'file.set', object: 'ConfigMap/files', key: 'a.yaml', text }])
  expect(credentialHolder(SPEC, set('type: S3\nconfig:\n  bucket: b\n  secret_key: hunter2hunter2hunter2\n'))).toBe('files')
  expect(credentialHolder(SPEC, set('type: S3\nconfig:\n  bucket: b\n  secret_key: $(SECRET_KEY)\n'))).toBeUndefined()
  expect(credentialHolder(SPEC, set('groups: []\n'))).toBeUndefined()
})
