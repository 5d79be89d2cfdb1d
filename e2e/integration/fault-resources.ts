/** A tool whose every byte is known, as a recipe of its own. */
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Recipe } from '../../shared/model/recipe.ts'
import { resourcesDirectory } from './capture-fixture.ts'
import { modes } from './fault-requests.ts'

/** Writes numbered lines, 2000 each quarter of a second; asked to stop by INT, it flushes one more. */
const script = `mode=$1 quarters=$(($2 * 4)) turn=0
lines() { (trap '' INT TERM; seq "$1" "$2" | sed 's/.*/main;work;step& 1/'); }
case $mode in
  steady) trap 'echo "main;flushed 1"; exit 0' INT TERM ;;
  deaf) trap '' INT ;;
  forks) setsid sh "$0" steady "$2" & exit 0 ;;
  floods)
    long=$(printf '%01000d' 0)
    yes "main;$long 1" | head -c 1000000000
    exit ;;
esac
while [ $turn -lt $quarters ]; do
  lines $((turn * 2000 + 1)) $((turn * 2000 + 2000))
  turn=$((turn + 1))
  sleep 0.25
done
`

const recipe: Recipe = {
  ...{ format: 1, id: 'steady', title: 'Steady', question: 'Does all of it arrive?', description: '' },
  ...{ costClass: 'low', costNote: '', duration: 'seconds', needs: [], root: 'never' },
  parameters: [
    {
      ...{ id: 'seconds', title: 'Duration', help: '', unit: 's' },
      type: 'integer',
      default: 5,
      min: 1,
      max: 600,
    },
    {
      ...{ id: 'mode', title: 'Mode', help: '', type: 'choice', default: 'steady' },
      choices: modes.map((value) => ({ value, title: value, help: '' })),
    },
  ],
  files: ['steady.sh'],
  record: ['sh', '{file:steady.sh}', '{mode}', '{seconds}'],
  environment: {},
  stopSignals: ['INT', 'TERM'],
  parser: 'folded',
  artifact: { name: 'steady.folded', mediaType: 'text/plain' },
  firstView: 'flame',
  budget: { bytes: 50_000_000, renderSeconds: 60 },
}

const probe = `printf '%s begin\\n' "$nonce"
printf '%s\\n' probe.version=1 hostname=host kernel=6.1 arch=x86_64 cpus=2 uptime=1 load=0 uid=0 user=root privilege=root
printf '%s end\\n' "$nonce"
`

/** The project's remote scripts with this recipe alone. */
export const makeFaultResources = (directory: string, budgetBytes = recipe.budget.bytes): string => {
  const resources = join(directory, 'app', 'resources')
  mkdirSync(join(resources, 'recipes'), { recursive: true })
  mkdirSync(join(resources, 'remote'))
  for (const name of readdirSync(join(resourcesDirectory, 'remote')))
    symlinkSync(join(resourcesDirectory, 'remote', name), join(resources, 'remote', name))
  // what this host can do is not the question, and to find it out is most of a short capture
  rmSync(join(resources, 'remote/probe.sh'))
  writeFileSync(join(resources, 'remote/probe.sh'), probe)
  cpSync(join(resourcesDirectory, '..', 'package.json'), join(directory, 'app', 'package.json'))
  writeFileSync(
    join(resources, 'recipes/steady.json'),
    JSON.stringify({ ...recipe, budget: { ...recipe.budget, bytes: budgetBytes } }),
  )
  writeFileSync(join(resources, 'recipes/steady.sh'), script)
  return resources
}
