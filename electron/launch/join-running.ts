/** A second start on a library that a workbench has open: shows that one instead of opening another. */
import { askToJoin } from '../engine/joining/join-running.ts'
import { describeHolder, findHolder, inUse } from '../engine/library/holder.ts'

/** False: nobody has it open. Throws library.in-use when who has it does not answer. */
export const joinRunning = async (libraryPath: string, say: (line: string) => void): Promise<boolean> => {
  const holder = findHolder(libraryPath)
  if (holder === null) return false
  const invitation = await askToJoin(holder)
  if (invitation === null)
    throw inUse(
      libraryPath,
      holder,
      `It does not answer: it is just starting or ending, is stopped, or was recorded by another person. Try again in a moment, or end it (kill ${holder.pid}). Another library can be opened beside it with --library PATH.`,
    )
  say(`Smokejumper has this library open already, in ${describeHolder(holder)}.`)
  if (invitation.url === null) say('Its window is in front now.')
  else {
    say('Open this in a browser on this machine:')
    say(invitation.url)
  }
  return true
}
