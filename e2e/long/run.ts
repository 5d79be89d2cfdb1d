/**
 * `npm run test:long [-- --minutes 10]`: detached captures whose client is killed go on for ten minutes without any, are
 * taken over by `smokejumper adopt` into a new library, and lose nothing. Exits with 1 when they do.
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { adoptLater } from './adopt-later.ts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
const aloneSeconds = Math.round(Number(values.minutes) * 60)
if (!(aloneSeconds > 0)) throw new Error(`--minutes takes a positive number, not ${values.minutes}`)

const say = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)
// five slow calls in a second
const sleeper = spawn('sh', ['-c', 'while :; do sleep 0.2; done'], { stdio: 'ignore' })
const pids = [sleeper.pid ?? 0]
try {
  const { adopted, spoolsLeft, status } = await adoptLater({
    recipes: [
      { recipeId: 'cpu-profile', parameters: { hz: 49 } },
      { recipeId: 'syscall-latency', parameters: { pids } },
    ],
    ...{ recordSeconds: 30, aloneSeconds, say },
  })
  let holds = status === 0 && spoolsLeft.length === 0
  for (const each of adopted) {
    const isExact = each.hostSha256 === each.librarySha256
    holds &&= isExact && each.state === 'done' && each.events > 0 && each.left.length === 0
    say(
      `${each.recipeId}: ${each.state}, ${each.events} events, ${each.bytes} bytes, alone for ${each.aloneSeconds} s, ${each.wasRecording ? 'still recording then' : 'NOT RECORDING THEN'}`,
    )
    say(`  host    ${each.hostSha256}`)
    say(`  library ${each.librarySha256} ${isExact ? 'equal' : 'NOT EQUAL'}`)
    say(`  processes left: ${each.left.join(', ') || 'none'}`)
  }
  say(`spools left: ${spoolsLeft.join(', ') || 'none'}`)
  say(holds ? 'It holds.' : 'IT DOES NOT HOLD.')
  process.exitCode = holds ? 0 : 1
} finally {
  sleeper.kill()
}
