// Every path of Thanos that is asked, below the component's root.
export const THANOS_PATHS = {
  metrics: '/metrics', flags: '/api/v1/status/flags', stores: '/api/v1/stores', rules: '/api/v1/rules', blocks: '/api/v1/blocks', targets: '/api/v1/targets', query: '/api/v1/query',
  queryRange: '/api/v1/query_range',
} as const
