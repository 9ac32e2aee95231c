// Knows what can be made to go wrong: pods, networks, the bucket, disks and nodes.
import { z } from 'zod'
import type { Json } from '#lib/manifest/types.ts'
import type { Agent } from './agent.ts'
import type { Bucket } from './bucket.ts'
import { BucketKey, Weather } from './bucket.ts'
import type { Claims } from './claims.ts'
import { Image, type ImageTable } from './images.ts'
import type { Nodes } from './nodes.ts'
import { Pressure } from './nodes.ts'
import type { PodWorker } from './pod-worker.ts'
import { execInside } from './process.ts'
import { callInside } from './relay.ts'

const EXEC_TIMEOUT_MS = 30_000

const PodName = z.object({ namespace: z.string(), pod: z.string() })
const KillPod = PodName.extend({ container: z.string().optional(), signal: z.enum(['SIGKILL', 'SIGTERM', 'SIGSTOP', 'SIGCONT']) })
const SetPodNetwork = PodName.extend({ isConnected: z.boolean() })
const BucketKeys = z.array(BucketKey)
const FillDisk = z.object({ namespace: z.string(), claim: z.string(), isFull: z.boolean() })
const SetPressure = z.object({ node: z.string(), pressure: Pressure, isUnder: z.boolean() })
const PushImage = z.object({ name: z.string(), image: Image })
const Exec = PodName.extend({ container: z.string(), command: z.array(z.string()) })
const ExecResult = z.object({ code: z.number(), output: z.string() })

export type Switches = {
  /** Sends a signal to the processes of a pod's containers (SIGKILL: as after a crash; SIGSTOP: it hangs). The pod stays and restarts them. */
  readonly killPod: (args: z.infer<typeof KillPod>) => Promise<void>
  /** Takes a pod off the network, or puts it back. */
  readonly setPodNetwork: (args: z.infer<typeof SetPodNetwork>) => Promise<void>
  /** Lets S3 be slow, refuse connections, answer 403, or be fair again. */
  readonly setBucketWeather: (weather: Weather) => Promise<void>
  /** Lets these keys of S3 be valid and no others, from now on. */
  readonly setBucketKeys: (keys: readonly BucketKey[]) => Promise<void>
  /** Leaves no byte free on a claim's disk, or gives it its size back. */
  readonly fillDisk: (args: z.infer<typeof FillDisk>) => Promise<void>
  readonly setNodePressure: (args: z.infer<typeof SetPressure>) => Promise<void>
  /** Adds an image to the table, as "name:tag", or replaces one: containers that start from now on run it. */
  readonly pushImage: (args: z.input<typeof PushImage>) => Promise<void>
  /** Runs a program inside a container. */
  readonly exec: (args: z.infer<typeof Exec>) => Promise<z.infer<typeof ExecResult>>
}

/** `images` is the table that the agent reads. */
export type SwitchedParts = { agent: Agent; nodes: Nodes; claims: Claims; bucket: Bucket | undefined; images: ImageTable }

/** The switches as functions of the relay. */
export function switchFunctions({ agent, nodes, claims, bucket, images }: SwitchedParts): Record<string, (args: Json) => Promise<Json | void>> {
  const worker = ({ namespace, pod }: z.infer<typeof PodName>): PodWorker => {
    const found = agent.find(namespace, pod)
    if (!found) throw new Error(`no pod ${namespace}/${pod} runs in the lab`)
    return found
  }
  return {
    async killPod(args) {
      const { container, signal, ...pod } = KillPod.parse(args)
      const found = worker(pod)
      for (const { name } of found.pod().spec.containers) if (container === undefined || container === name) found.container(name)?.process()?.kill(signal)
    },
    async setPodNetwork(args) {
      const { isConnected, ...pod } = SetPodNetwork.parse(args)
      await worker(pod).network()?.setConnected(isConnected)
    },
    async setBucketWeather(args) {
      if (!bucket) throw new Error('this lab has no S3')
      bucket.setWeather(Weather.parse(args))
    },
    async setBucketKeys(args) {
      if (!bucket) throw new Error('this lab has no S3')
      await bucket.setKeys(BucketKeys.parse(args))
    },
    async fillDisk(args) {
      const { namespace, claim, isFull } = FillDisk.parse(args)
      await claims.fill(namespace, claim, isFull)
    },
    async setNodePressure(args) {
      const { node, pressure, isUnder } = SetPressure.parse(args)
      await nodes.setPressure(node, pressure, isUnder)
    },
    async pushImage(args) {
      const { name, image } = PushImage.parse(args)
      images[name] = image
    },
    async exec(args) {
      const { container, command, ...pod } = Exec.parse(args)
      const running = worker(pod).container(container)?.process()
      if (!running) throw new Error(`container ${container} of ${pod.namespace}/${pod.pod} does not run`)
      return execInside(running.pid, command, EXEC_TIMEOUT_MS)
    },
  }
}

/** The same switches from outside. */
export function remoteSwitches(socket: string): Switches {
  const press = (name: keyof Switches) => async (args: unknown): Promise<void> => { await callInside(socket, name, args) }
  return {
    killPod: press('killPod'),
    setPodNetwork: press('setPodNetwork'),
    setBucketWeather: press('setBucketWeather'),
    setBucketKeys: press('setBucketKeys'),
    fillDisk: press('fillDisk'),
    setNodePressure: press('setNodePressure'),
    pushImage: press('pushImage'),
    exec: async (args) => ExecResult.parse(await callInside(socket, 'exec', args)),
  }
}
