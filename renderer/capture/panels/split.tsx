/** Panels with a splitter between them; their sizes are remembered. */
import { Fragment, type ReactNode, useMemo } from 'react'
import { Group, Panel } from 'react-resizable-panels'
import { Splitter } from '../../components/splitter.tsx'
import { readLayout, writeLayout } from './stored-layout.ts'

export interface SplitPart {
  readonly id: string
  /** percent of the group; or pixels, kept when the window grows; absent: what the others leave */
  readonly size?: number | `${number}px`
  /** pixels */
  readonly least: number
  readonly content: ReactNode
}

export interface SplitProps {
  readonly id: string
  readonly orientation: 'horizontal' | 'vertical'
  readonly parts: readonly SplitPart[]
}

export function Split({ id, orientation, parts }: SplitProps) {
  const name = `${id}.${parts.map((part) => part.id).join('+')}`
  const stored = useMemo(() => readLayout(name), [name])
  return (
    <Group
      key={name}
      orientation={orientation}
      {...(stored ? { defaultLayout: stored } : {})}
      onLayoutChanged={(layout, { isUserInteraction }) => {
        if (isUserInteraction) writeLayout(name, layout)
      }}
    >
      {parts.map((part, index) => (
        <Fragment key={part.id}>
          {index > 0 && <Splitter label={`Resize ${parts[index - 1]?.id} and ${part.id}`} />}
          <Panel id={part.id} minSize={part.least} {...sizeOf(part)}>
            {part.content}
          </Panel>
        </Fragment>
      ))}
    </Group>
  )
}

const sizeOf = ({ size }: SplitPart) =>
  size === undefined
    ? {}
    : typeof size === 'number'
      ? { defaultSize: `${size}%` }
      : { defaultSize: size, groupResizeBehavior: 'preserve-pixel-size' as const }
