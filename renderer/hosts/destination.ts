import type { Host } from '../../shared/model/host.ts'

/** 'no SSH needed', 'deploy@web-3', 'deploy@web-3:2222', 'web (ssh config)', with '> ' before each further hop. */
export function formatDestination(host: Host): string {
  if (host.kind === 'this-machine') return 'no SSH needed'
  const own =
    host.alias === '' ? formatAddress(host) : `${host.user === '' ? '' : `${host.user}@`}${host.alias}`
  return [...host.jumps, own].join(' > ') + (host.alias === '' ? '' : ' (ssh config)')
}

/** 'deploy@web-3:2222', without the usual port */
export const formatAddress = ({
  user,
  address,
  port,
}: {
  user: string
  address: string
  port: number
}): string =>
  `${user}@${port === 22 ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`}`
