// Knows at which address inside the lab a Service is reached, for an outlet.
import { z } from 'zod'
import type { Api } from './api.ts'

const Service = z.object({ spec: z.object({ clusterIP: z.string() }) })

/** As "10.96.1.2:9090". */
export async function serviceAddress(api: Api, { namespace, service, port }: { namespace: string; service: string; port: number }): Promise<string> {
  const { spec } = Service.parse(await api.must('GET', `/api/v1/namespaces/${namespace}/services/${service}`))
  return `${spec.clusterIP}:${port}`
}
