/** What sides are compared by, and whose total a frame is as wide as. */
import { type DiffWidth, diffNorms, diffWidths } from '../../../shared/contract/diff-view.ts'
import type { ViewState } from '../../../shared/model/finding.ts'
import { Choice } from '../flame/flame-toolbar.tsx'
import type { NormWords } from './norms.ts'

type Diff = NonNullable<ViewState['diff']>

const widthTitles: Readonly<Record<DiffWidth, string>> = {
  both: 'Width of both',
  a: 'Width of A',
  b: 'Width of B',
}

export interface DiffChoicesProps {
  readonly diff: Diff
  readonly norms: readonly NormWords[]
  readonly onDiff: (diff: Diff) => void
}

export const DiffChoices = ({ diff, norms, onDiff }: DiffChoicesProps) => (
  <>
    <Choice
      label="What makes the sides comparable"
      value={diff.norm}
      options={diffNorms.map((norm) => [norm, norms.find((words) => words.norm === norm)?.title ?? norm])}
      onValue={(norm) => onDiff({ ...diff, norm })}
    />
    <Choice
      label="Widths: the mean of both sides, so that what vanished and what is new are both seen; or one side's own"
      value={diff.width}
      options={diffWidths.map((width) => [width, widthTitles[width]])}
      onValue={(width) => onDiff({ ...diff, width })}
    />
  </>
)
