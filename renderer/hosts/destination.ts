import type { Host } from '../../shared/model/host.ts'

/** 'this machine', 'deploy@web-3', 'deploy@web-3:2222' */
export function formatDestination({ kind, user, address, port }: Host): string {
  if (kind === 'this-machine') return 'no SSH needed'
  return `${user}@${address}${port === 22 ? '' : `:${port}`}`
}
