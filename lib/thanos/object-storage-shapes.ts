// The settings of each object storage provider with the types that its client decodes them into, by their dotted paths.
// Source: thanos-io/objstore providers/*, exthttp; all releases that are known here together.
import { aNumber, aScalar, aSwitch, such, type Shape } from './document-shape.ts'
import { text } from '../text.ts'
import { parseDurationMs } from './duration.ts'

type Shapes = Readonly<Record<string, Shape>>
/** `isStrict`: a key that is not among these ends the process; else it is passed over without a word. */
type Provider = { readonly isStrict: boolean; readonly settings: Shapes; readonly maps: readonly string[] }

const aCount = such(aNumber, (written) => Number(written) >= 0, text('not a number from 0 on', '0 이상의 숫자가 아닙니다'))
const aDuration = such(aScalar, (written) => parseDurationMs(written) !== undefined, text('no duration such as 90s', '90s 같은 기간이 아닙니다'))

const all = (shape: Shape, ...keys: string[]): Shapes => Object.fromEntries(keys.map((key) => [key, shape]))
const below = (parent: string, shapes: Shapes): Shapes => Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [`${parent}.${key}`, shape]))

const HTTP: Shapes = below('http_config', {
  ...all(aDuration, 'idle_conn_timeout', 'response_header_timeout', 'tls_handshake_timeout', 'expect_continue_timeout'),
  ...all(aSwitch, 'insecure_skip_verify', 'disable_compression', 'tls_config.insecure_skip_verify'),
  ...all(aNumber, 'max_idle_conns', 'max_idle_conns_per_host', 'max_conns_per_host'),
  ...all(aScalar, 'tls_config.ca_file', 'tls_config.cert_file', 'tls_config.key_file', 'tls_config.server_name'),
})

const provider = (isStrict: boolean, settings: Shapes, ...maps: string[]): Provider => ({ isStrict, settings, maps })

export const PROVIDER_SHAPES: Readonly<Record<string, Provider>> = {
  S3: provider(true, {
    ...all(aScalar, 'bucket', 'endpoint', 'region', 'access_key', 'secret_key', 'session_token', 'list_objects_version', 'bucket_lookup_type', 'sts_endpoint', 'sse_config.type', 'sse_config.kms_key_id', 'sse_config.encryption_key'),
    ...all(aSwitch, 'disable_dualstack', 'aws_sdk_auth', 'insecure', 'signature_version2', 'trace.enable', 'send_content_md5', 'disable_multipart'),
    part_size: aCount, max_retries: aNumber, ...HTTP,
  }, 'put_user_metadata', 'sse_config.kms_encryption_context'),
  GCS: provider(true, { ...all(aScalar, 'bucket', 'service_account'), use_grpc: aSwitch, ...all(aNumber, 'grpc_conn_pool_size', 'chunk_size_bytes', 'max_retries'), ...HTTP }),
  AZURE: provider(true, {
    ...all(aScalar, 'az_tenant_id', 'client_id', 'client_secret', 'storage_account', 'storage_account_key', 'storage_connection_string', 'container', 'endpoint', 'user_assigned_id', 'msi_resource'),
    storage_create_container: aSwitch, ...all(aNumber, 'max_retries', 'reader_config.max_retry_requests', 'pipeline_config.max_tries'),
    ...all(aDuration, 'pipeline_config.try_timeout', 'pipeline_config.retry_delay', 'pipeline_config.max_retry_delay'), ...HTTP,
  }),
  SWIFT: provider(true, {
    ...all(aNumber, 'auth_version', 'large_object_chunk_size', 'retries'), ...all(aDuration, 'connect_timeout', 'timeout'), use_dynamic_large_objects: aSwitch,
    ...all(aScalar, 'auth_url', 'username', 'user_domain_name', 'user_domain_id', 'user_id', 'password', 'domain_id', 'domain_name', 'application_credential_id', 'application_credential_name', 'application_credential_secret', 'project_id', 'project_name', 'project_domain_id', 'project_domain_name', 'region_name', 'container_name', 'large_object_segments_container_name'),
    ...HTTP,
  }),
  OCI: provider(false, {
    ...all(aScalar, 'provider', 'bucket', 'compartment_ocid', 'tenancy_ocid', 'user_ocid', 'region', 'fingerprint', 'privatekey', 'passphrase'),
    ...all(aNumber, 'part_size', 'max_request_retries', 'request_retry_interval'),
    ...all(aDuration, ...['idle_conn_timeout', 'response_header_timeout', 'tls_handshake_timeout', 'expect_continue_timeout', 'client_timeout'].map((key) => `http_config.${key}`)),
    ...all(aSwitch, 'http_config.insecure_skip_verify', 'http_config.disable_compression'),
    ...all(aNumber, 'http_config.max_idle_conns', 'http_config.max_idle_conns_per_host', 'http_config.max_conns_per_host'),
  }),
  OBS: provider(true, { ...all(aScalar, 'bucket', 'endpoint', 'access_key', 'secret_key'), max_retries: aNumber, ...HTTP }),
  COS: provider(false, { ...all(aScalar, 'bucket', 'region', 'app_id', 'endpoint', 'secret_key', 'secret_id'), max_retries: aNumber, ...HTTP }),
  ALIYUNOSS: provider(false, all(aScalar, 'endpoint', 'bucket', 'access_key_id', 'access_key_secret')),
  BOS: provider(false, all(aScalar, 'bucket', 'endpoint', 'access_key', 'secret_key')),
  FILESYSTEM: provider(false, all(aScalar, 'directory')),
}
