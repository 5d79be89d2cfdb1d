/** How much room a timeline asks for: its head, and a lane for each of the first few threads. */

/** title and axis */
const HEAD = 50
const LANE = 22
/** px of the overview, and how many lanes are in sight at first: a heatmap says more by itself */
const forms = { activity: { overview: 40, lanes: 7 }, heatmap: { overview: 112, lanes: 4 } } as const

export const timelineHeight = (threads: number, form: keyof typeof forms): `${number}px` => {
  const { overview, lanes } = forms[form]
  return `${HEAD + overview + LANE * Math.min(Math.max(threads, 3), lanes)}px`
}
