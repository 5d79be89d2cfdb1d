/** What a door says when it cannot be opened, and its exit status. */
import { isExpected } from '../../shared/errors/errors.ts'
import { describeBug } from '../../shared/rpc/wire-error.ts'
import { UsageError } from '../usage-error.ts'
import { BuildFailed } from './build.ts'

export const reportFailure = (error: unknown, say: (line: string) => void): number => {
  if (error instanceof UsageError) {
    say(`${error.message}\n"npm start -- --help" says how.`)
    return 2
  }
  if (isExpected(error)) {
    say(`${error.message}\n${error.remedy}`)
    return 1
  }
  if (error instanceof BuildFailed) {
    say(`${error.message}. This is what it said:\n${error.output}`)
    return 1
  }
  say(`This is a bug in Smokejumper. Please report it with these lines:\n${describeBug(error)}`)
  return 70
}
