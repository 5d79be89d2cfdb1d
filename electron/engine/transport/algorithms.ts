/** What is offered to a host: what the defaults of current OpenSSH and ssh2 have in common, the fastest cipher first. */
import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2'

const kex: Algorithms['kex'] = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group14-sha256',
]
const oldKex: Algorithms['kex'] = [
  'diffie-hellman-group-exchange-sha1',
  'diffie-hellman-group14-sha1',
  'diffie-hellman-group1-sha1',
]
const cipher: Algorithms['cipher'] = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
  'chacha20-poly1305@openssh.com',
]
const oldCipher: Algorithms['cipher'] = ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc']
const hmac: Algorithms['hmac'] = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha1-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
  'hmac-sha1',
]
const oldHmac: Algorithms['hmac'] = ['hmac-sha1-96', 'hmac-md5']

/** @param hostKeys in the order to offer; SHA-1 signatures (ssh-rsa) only with `old`, and then last */
export const algorithmsFor = (hostKeys: readonly ServerHostKeyAlgorithm[], old: boolean): Algorithms => ({
  kex: old ? [...kex, ...oldKex] : kex,
  cipher: old ? [...cipher, ...oldCipher] : cipher,
  hmac: old ? [...hmac, ...oldHmac] : hmac,
  serverHostKey: [...hostKeys.filter((name) => name !== 'ssh-rsa'), ...(old ? (['ssh-rsa'] as const) : [])],
})

/** The same for `ssh -o`: added behind its own. */
export const oldAlgorithmOptions: Readonly<Record<string, string>> = {
  KexAlgorithms: `+${oldKex.join(',')}`,
  Ciphers: `+${oldCipher.join(',')}`,
  MACs: `+${oldHmac.join(',')}`,
  HostKeyAlgorithms: '+ssh-rsa',
  PubkeyAcceptedAlgorithms: '+ssh-rsa',
}
