/** The browser door from the bundle: `node out/main/browser.js [--port N] [--library PATH]`. */
import { parseStartOptions } from '../launch/options.ts'
import { reportFailure } from '../launch/report-failure.ts'
import { runBrowserDoor } from './run.ts'

try {
  process.exitCode = await runBrowserDoor(parseStartOptions(process.argv.slice(2)))
} catch (error) {
  process.exitCode = reportFailure(error, (line) => process.stderr.write(`${line}\n`))
}
