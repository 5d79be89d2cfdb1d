/** Why two captures may not be comparable: unlike events or units are never compared silently. */
import type { CaptureDetail } from '../../../shared/model/capture.ts'

type Stream = CaptureDetail['streams'][number]

export function warnOfUnlike(
  a: CaptureDetail,
  b: CaptureDetail,
  streamA: Stream | null,
  streamB: Stream | null,
): string[] {
  const warnings: string[] = []
  if (streamA && streamB) {
    if (streamA.kind !== streamB.kind)
      warnings.push(`A has ${streamA.kind}, B has ${streamB.kind}: they do not measure the same.`)
    else if (streamA.event !== streamB.event)
      warnings.push(
        `A counts ${streamA.event}, B counts ${streamB.event}: shares may differ for that reason alone.`,
      )
    if (streamA.unit !== streamB.unit)
      warnings.push(`A is in ${streamA.unit}, B in ${streamB.unit}: compare shares, not totals.`)
  }
  if (a.recipeId !== b.recipeId) warnings.push(`A is ${a.recipeTitle}, B is ${b.recipeTitle}.`)
  else {
    const names = new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)])
    const unlike = [...names].filter(
      (name) =>
        // which processes were looked at has other numbers each time
        !Array.isArray(a.parameters[name]) &&
        JSON.stringify(a.parameters[name]) !== JSON.stringify(b.parameters[name]),
    )
    if (unlike.length > 0)
      warnings.push(
        `The captures were made with other parameters: ${unlike.map((name) => `${name} ${say(a, name)} and ${say(b, name)}`).join(', ')}.`,
      )
  }
  return warnings
}

const say = ({ parameters }: CaptureDetail, name: string): string => {
  const value = parameters[name]
  return value === undefined ? 'not set' : Array.isArray(value) ? value.join(' ') || 'none' : String(value)
}
