/** Hide, merge or focus on what a pattern finds; says how much that is before it is done. */
import { useEffect, useId, useState } from 'react'
import type { Transform } from '../../../shared/contract/transforms.ts'
import { Button } from '../../components/button.tsx'
import { describeError } from '../../components/describe-error.ts'
import { formatAmount } from '../../format/number.ts'
import { useSelection, useSide, useSidePart, useStream } from '../side.tsx'
import { useView } from '../use-view.ts'
import { Choice } from './flame-toolbar.tsx'
import { nameMerged } from './frame-actions.ts'

const kinds = [
  ['hide', 'Hide'],
  ['merge', 'Merge'],
  ['focus', 'Focus on'],
] as const
type Kind = (typeof kinds)[number][0]

/** A pause in typing; each letter would ask the engine. */
const PAUSE_MS = 120

export function PatternTransform({ onTransform }: { onTransform: (transform: Transform) => void }) {
  const search = useSidePart(({ view }) => view.flame.search)
  const [kind, setKind] = useState<Kind>('hide')
  const [pattern, setPattern] = useState(search)
  const [name, setName] = useState('')
  const found = useFound(pattern)
  const id = useId()
  const isReady = pattern !== '' && found.isKnown && (kind !== 'merge' || name.trim() !== '')
  return (
    <form
      className="pattern-transform"
      aria-label="Frames that match a pattern"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onTransform(transformOf(kind, pattern, name.trim()))
      }}
    >
      <p className="pattern-transform-title">Frames that match a pattern</p>
      <div className="pattern-transform-line">
        <Choice label="What is done with them" value={kind} options={kinds} onValue={setKind} />
        <input
          type="text"
          className="input mono"
          value={pattern}
          maxLength={1000}
          spellCheck={false}
          autoComplete="off"
          placeholder="Function or module (regex)"
          aria-label="Pattern of function or module, a regular expression"
          aria-invalid={found.isWrong}
          aria-describedby={id}
          onChange={(event) => setPattern(event.target.value)}
        />
      </div>
      {kind === 'merge' && (
        <input
          type="text"
          className="input mono"
          value={name}
          placeholder="Name of the merged frame"
          aria-label="Name of the merged frame"
          autoComplete="off"
          onChange={(event) => setName(nameMerged(event.target.value))}
        />
      )}
      <div className="pattern-transform-line">
        <p id={id} className="pattern-transform-found" data-wrong={found.isWrong} role="status">
          {found.text}
        </p>
        <Button small look="primary" type="submit" disabled={!isReady}>
          {kinds.find(([known]) => known === kind)?.[1]}
        </Button>
      </div>
    </form>
  )
}

function transformOf(kind: Kind, pattern: string, name: string): Transform {
  const match = { by: 'pattern', pattern } as const
  return kind === 'merge' ? { type: kind, match, name } : { type: kind, match }
}

interface Found {
  readonly text: string
  readonly isWrong: boolean
  /** some function is found by just this pattern */
  readonly isKnown: boolean
}

function useFound(pattern: string): Found {
  const { detail } = useSide()
  const stream = useStream()
  const selection = useSelection()
  const [asked, setAsked] = useState(pattern)
  useEffect(() => {
    const timer = setTimeout(setAsked, PAUSE_MS, pattern)
    return () => clearTimeout(timer)
  }, [pattern])
  const { answer, error, isStale } = useView(
    'views.functions',
    stream && asked !== ''
      ? {
          captureId: detail.id,
          streamId: stream.id,
          selection,
          sort: 'self',
          descending: true,
          search: asked,
          offset: 0,
          limit: 1,
        }
      : null,
  )
  if (pattern === '') return { text: '', isWrong: false, isKnown: false }
  if (pattern !== asked) return { text: '…', isWrong: false, isKnown: false }
  if (error) {
    const { what, remedy } = describeError(error)
    return { text: `${what} ${remedy}`, isWrong: true, isKnown: false }
  }
  if (!answer || isStale) return { text: '…', isWrong: false, isKnown: false }
  const { rows } = answer.result
  return {
    text: rows === 0 ? 'No function matches' : `${formatAmount(rows, 'function')} found`,
    isWrong: false,
    isKnown: rows > 0,
  }
}
