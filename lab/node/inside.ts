// The inside of the lab: one process in the private network that starts the control plane, speaks for the nodes and answers at the relay.
// `node lab/node/inside.ts CONFIG`; lab/lab.ts starts it.
import { join } from 'node:path'
import { labApi } from '../api.ts'
import { startControlPlane } from '../control-plane.ts'
import { startAgent } from './agent.ts'
import { startBucket } from './bucket.ts'
import { provideClaims } from './claims.ts'
import { InsideConfig } from './config.ts'
import { serveDns } from './dns.ts'
import { createRecorder } from './events.ts'
import { serveKubelet } from './kubelet-server.ts'
import { openNetwork } from './network.ts'
import { createNodes } from './nodes.ts'
import { serveRelay } from './relay.ts'
import { proxyServices } from './services.ts'
import { ConfigMap, EndpointSlice, Pod, Secret, Service } from './spec.ts'
import { switchFunctions } from './switches.ts'
import { watchStore } from './watch.ts'

const config = InsideConfig.parse(JSON.parse(process.argv[2] ?? ''))
const { dir, assets, images, timeFactor, refreshMs, storageClasses } = config

await openNetwork()
const plane = await startControlPlane({ dir: join(dir, 'control-plane'), ...(assets === undefined ? {} : { assets }) })
// What startLab shows when the rest takes too long.
console.log(`control plane ready after ${(plane.readyAfterMs / 1000).toFixed(1)} s`)
void plane.failed.then((sentence) => {
  console.error(sentence)
  process.exit(1)
})
const access = { url: plane.url, token: plane.adminToken, ca: plane.ca }
const api = labApi(access)
const record = createRecorder(api)
const [nodes, claims, pods, configMaps, secrets, services, slices] = await Promise.all([
  createNodes(api, config.nodes),
  provideClaims({ api, access, record, dir: join(dir, 'disks'), storageClasses }),
  watchStore({ api, access, path: '/api/v1/pods', schema: Pod }),
  watchStore({ api, access, path: '/api/v1/configmaps', schema: ConfigMap }),
  watchStore({ api, access, path: '/api/v1/secrets', schema: Secret }),
  watchStore({ api, access, path: '/api/v1/services', schema: Service }),
  watchStore({ api, access, path: '/apis/discovery.k8s.io/v1/endpointslices', schema: EndpointSlice }),
])
await serveDns({ services, slices })
proxyServices({ services, slices })
const bucket = config.s3 && await startBucket({ api, dir: join(dir, 's3'), ...config.s3 })
const agent = startAgent({ api, record, configuration: { configMaps, secrets }, images, dir: join(dir, 'pods'), timeFactor, refreshMs, pods, nodes, claims })
await serveKubelet(agent)
await serveRelay(config.socket, {
  ready: async () => ({ ...access, adminToken: plane.adminToken, kubeconfig: plane.kubeconfig, readyAfterMs: plane.readyAfterMs }),
  ...switchFunctions({ agent, nodes, claims, bucket, images }),
})
