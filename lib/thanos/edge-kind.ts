// What may send samples to an installation: a Prometheus server or agent, one of the operator's, an OpenTelemetry collector, Alloy.

export const EDGE_KINDS = ['prometheus', 'agent', 'operator', 'otel', 'alloy'] as const
