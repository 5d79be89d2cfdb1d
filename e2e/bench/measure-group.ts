/** `node measure-group.ts GROUP SCALE`, forked by run.ts: sends the rows, so that no group finds another's memory or code. */
import { groups } from './groups.ts'

const [name = '', scale] = process.argv.slice(2)
const measure = groups[name]
if (!measure || !process.send) throw new Error(`There is no group ${name}, or nobody to tell its rows.`)
process.send(await measure(Number(scale)))
