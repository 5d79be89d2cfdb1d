import { homedir } from 'node:os'
import { isExpected } from '../../../shared/errors/errors.ts'
import { hostKeyNameOf, resolveDestination } from '../hosts/destination.ts'
import { forgetKnownHost, listKnownHosts, type NamedHost } from '../hosts/known-hosts-files.ts'
import { usualKnownHostsPaths } from '../hosts/ssh-files.ts'
import { createPacer } from '../workers/pacer.ts'
import type { HandlerContext, HandlersOf } from './context.ts'

export interface KnownHostsPlaces {
  readonly appKnownHostsPath: string
  readonly homeDirectory: string | undefined
}

export const knownHostsHandlers = (
  { library, readSshConfig, emit }: HandlerContext,
  { appKnownHostsPath, homeDirectory }: KnownHostsPlaces,
): HandlersOf<'knownHosts'> => {
  const home = homeDirectory ?? homedir()
  return {
    'knownHosts.list': async (_, { signal }) => {
      const pace = createPacer(signal)
      const config = await readSshConfig()
      const { userKnownHostsPaths, globalKnownHostsPaths } = usualKnownHostsPaths(home)
      const paths = new Set([...userKnownHostsPaths, ...globalKnownHostsPaths])
      const named: NamedHost[] = []
      for (const host of await library.listHosts()) {
        if (host.kind === 'this-machine') continue
        await pace()
        try {
          for (const hop of resolveDestination(host, config, home).hops) {
            named.push({ label: host.label, hostKeyName: hostKeyNameOf(hop) })
            for (const path of hop.userKnownHostsFiles ?? []) paths.add(path)
            for (const path of hop.globalKnownHostsFiles ?? []) paths.add(path)
          }
        } catch (error) {
          // jumps that lead nowhere: the host's own page says so
          if (!isExpected(error)) throw error
        }
      }
      return listKnownHosts([...paths], appKnownHostsPath, named, pace)
    },
    'knownHosts.forget': async (wanted) => {
      await forgetKnownHost(appKnownHostsPath, wanted)
      emit('knownHosts.changed', {})
      return null
    },
  }
}
