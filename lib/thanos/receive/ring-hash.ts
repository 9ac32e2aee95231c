// By which a receiver tells the hashring file that it works with: the one thing that it says of whom it forwards to.
import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * The values of `thanos_receive_config_hash` that stand for a hashring file: the first six bytes of its digest as a number, the least first.
 * SHA-256 since v0.38, MD5 before; which release a pod runs need not be known. Source: thanos/pkg/receive/config.go, hashAsMetricValue.
 */
export function ringHashes(content: string): readonly number[] {
  const bytes = utf8ToBytes(content)
  return [sha256(bytes), md5(bytes)].map((digest) => digest.subarray(0, 6).reduceRight((sum, byte) => sum * 256 + byte, 0))
}
