/** An entry of known_hosts in words. */
import { commandLine } from '../../shared/commands/quote.ts'
import type { KnownHostEntry } from '../../shared/model/known-host.ts'

/** A hashed name cannot be read back; the saved hosts that it fits are said instead. */
export function hostsText({ hosts, isHashed, matches }: KnownHostEntry): string {
  if (!isHashed) return hosts
  return matches.length === 0 ? 'a hashed name' : `a hashed name: ${matches.join(', ')}`
}

export function whyOf({ marker, file, line, isOurs }: KnownHostEntry): string {
  const place = `line ${line} of ${file}`
  if (marker === 'revoked')
    return `Never trusted: ${place} revokes this key. A host that shows it is refused, whatever other lines say.`
  if (marker === 'cert-authority')
    return `An authority: ${place} trusts it to sign the keys of these hosts. Only the ssh of this machine checks such certificates; otherwise the key itself is asked about.`
  return isOurs
    ? `Trusted because you accepted it here: ${place}.`
    : `Trusted because of ${place}, which ssh uses too.`
}

/** For a file that is not ours, and is never edited here. */
export const removalOf = (file: string, line: number): string =>
  `Smokejumper does not change this file. To take the line out: \`${commandLine(['sed', '-i', `${line}d`, file])}\`.`
