// Which of a component's own metrics are read: what is not named here is dropped where the page is read, and never kept.
// Histograms are read as their _sum and _count, but for the durations of queries.

const WANTED: ReadonlySet<string> = new Set([
  // all
  'thanos_build_info', 'thanos_status', 'process_start_time_seconds', 'process_resident_memory_bytes', 'go_memstats_heap_inuse_bytes', 'go_memlimit_bytes',
  'go_memstats_sys_bytes', 'go_memstats_heap_released_bytes',
  'thanos_objstore_bucket_operations_total', 'thanos_objstore_bucket_operation_failures_total', 'thanos_objstore_bucket_last_successful_upload_time',
  'grpc_server_handled_total', 'http_requests_total',
  // query
  'thanos_store_nodes_grpc_connections', 'thanos_query_concurrent_gate_queries_in_flight', 'thanos_query_concurrent_gate_queries_max',
  'thanos_query_endpoints_dns_lookups_total', 'thanos_query_endpoints_dns_failures_total', 'thanos_query_store_apis_dns_lookups_total',
  'thanos_query_store_apis_dns_failures_total', 'thanos_query_duplicated_endpoint_addresses_total', 'thanos_query_duplicated_store_address_total',
  // query-frontend
  'thanos_query_frontend_queries_total',
  // receive
  'thanos_receive_replications_total', 'thanos_receive_forward_requests_total', 'thanos_receive_replication_factor', 'thanos_receive_hashring_nodes',
  'thanos_receive_hashring_tenants', 'thanos_receive_config_hash', 'thanos_receive_hashrings_file_errors_total', 'thanos_receive_write_timeseries_sum',
  'thanos_receive_write_samples_sum', 'thanos_receive_write_samples_count', 'thanos_receive_pending_write_requests', 'thanos_receive_head_series_limit',
  'thanos_receive_head_series_limited_requests_total', 'thanos_shipper_uploads_total', 'thanos_shipper_upload_failures_total',
  // the heads of receive, rule and sidecar: what was refused, and why
  'prometheus_tsdb_head_series', 'prometheus_tsdb_head_samples_appended_total', 'prometheus_tsdb_head_max_time', 'prometheus_tsdb_head_min_time',
  'prometheus_tsdb_out_of_order_samples_total', 'prometheus_tsdb_out_of_bound_samples_total', 'prometheus_tsdb_too_old_samples_total',
  // store
  'thanos_bucket_store_blocks_loaded', 'thanos_bucket_store_block_load_failures_total', 'thanos_bucket_store_blocks_last_loaded_timestamp_seconds',
  'thanos_bucket_store_queries_dropped_total', 'thanos_bucket_store_series_gate_queries_in_flight', 'thanos_bucket_store_series_gate_queries_max',
  'thanos_blocks_meta_synced', 'thanos_blocks_meta_sync_failures_total',
  // compact
  'thanos_compact_halted', 'thanos_compact_iterations_total', 'thanos_compact_retries_total', 'thanos_compact_group_compactions_total',
  'thanos_compact_group_compactions_failures_total', 'thanos_compact_downsample_total', 'thanos_compact_downsample_failures_total',
  'thanos_compact_blocks_cleaned_total', 'thanos_compact_blocks_marked_total', 'thanos_compact_todo_compactions', 'thanos_compact_todo_compaction_blocks',
  'thanos_compact_todo_downsample_blocks', 'thanos_compact_todo_deletion_blocks', 'thanos_delete_delay_seconds',
  // rule
  'thanos_rule_loaded_rules', 'thanos_rule_config_last_reload_successful', 'thanos_rule_evaluation_with_warnings_total', 'thanos_alert_queue_alerts_dropped_total',
  'thanos_alert_sender_alerts_sent_total', 'thanos_alert_sender_alerts_dropped_total', 'thanos_alert_sender_errors_total', 'prometheus_rule_evaluations_total',
  'prometheus_rule_evaluation_failures_total', 'prometheus_rule_group_last_duration_seconds', 'prometheus_rule_group_interval_seconds',
  // sidecar
  'thanos_sidecar_prometheus_up', 'thanos_sidecar_last_heartbeat_success_time_seconds',
])

/** Whether a sample of this name is kept. */
export function isWantedMetric(name: string): boolean {
  return WANTED.has(name)
}
