// Knows what the inside of the lab is started with, which is what both sides of its border agree on.
import { z } from 'zod'
import { Images } from './images.ts'

export const InsideConfig = z.object({
  dir: z.string(),
  socket: z.string(),
  assets: z.string().optional(),
  images: Images,
  nodes: z.number(),
  timeFactor: z.number(),
  refreshMs: z.number(),
  storageClasses: z.array(z.string()),
  s3: z.object({ binary: z.string(), buckets: z.array(z.string()), accessKey: z.string(), secretKey: z.string() }).optional(),
})
export type InsideConfig = z.input<typeof InsideConfig>

/** What `ready` answers to the outside. */
export const Ready = z.object({ url: z.string(), adminToken: z.string(), ca: z.string(), kubeconfig: z.string(), readyAfterMs: z.number() })
