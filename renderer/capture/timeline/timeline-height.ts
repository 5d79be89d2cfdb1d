/** How much room a timeline asks for: its head, and a lane for each of the first few threads. */

/** title, overview and axis */
const HEAD = 92
const LANE = 22

export const timelineHeight = (threads: number): `${number}px` =>
  `${HEAD + LANE * Math.min(Math.max(threads, 3), 7)}px`
