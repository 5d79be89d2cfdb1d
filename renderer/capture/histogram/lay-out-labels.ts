/** Labels in one row above their marks, none over another. */

export interface WantedLabel {
  readonly text: string
  /** px, where its mark is */
  readonly at: number
  /** px of the text */
  readonly width: number
}

export interface PlacedLabel extends WantedLabel {
  /** px, the middle of the text */
  readonly middle: number
}

/**
 * In the order of their marks, within [from, to] where there is room for them: each as near to its mark as the
 * others let it. Pushed to the right by those before it, then back to the left by the end of the row.
 */
export function layOutLabels(
  labels: readonly WantedLabel[],
  from: number,
  to: number,
  gap: number,
): PlacedLabel[] {
  const placed = labels.toSorted((a, b) => a.at - b.at).map((label) => ({ ...label, middle: label.at }))
  let free = from
  for (const label of placed) {
    label.middle = Math.max(label.at, free + label.width / 2)
    free = label.middle + label.width / 2 + gap
  }
  let end = to
  for (const label of placed.toReversed()) {
    label.middle = Math.min(label.middle, end - label.width / 2)
    end = label.middle - label.width / 2 - gap
  }
  return placed
}

/** Marks of the same place, within `near` px, share one label. */
export function joinLabels<L extends { readonly text: string; readonly at: number }>(
  labels: readonly L[],
  near: number,
): { readonly text: string; readonly at: number }[] {
  const joined: { text: string; at: number }[] = []
  for (const { text, at } of labels.toSorted((a, b) => a.at - b.at)) {
    const last = joined.at(-1)
    if (last && at - last.at < near) last.text += ` ${text}`
    else joined.push({ text, at })
  }
  return joined
}
