/** Panel sizes as this person left them. */
import type { Layout } from 'react-resizable-panels'
import { z } from 'zod'

const layoutSchema = z.record(z.string(), z.number())
const keyOf = (group: string) => `smokejumper.layout.${group}`

/** undefined where nothing (or nothing that can be read) is stored. */
export function readLayout(group: string): Layout | undefined {
  const text = localStorage.getItem(keyOf(group))
  if (!text) return undefined
  try {
    return layoutSchema.parse(JSON.parse(text))
  } catch (error) {
    // whatever wrote it, it is not a layout: the default is as good
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined
    throw error
  }
}

export const writeLayout = (group: string, layout: Layout): void =>
  localStorage.setItem(keyOf(group), JSON.stringify(layout))
