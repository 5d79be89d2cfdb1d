/** Each step of a difference as a fill: its colour and its mark. Tokens, so that the theme changes both. */

import { CELL } from '../flame/flame-chart.ts'
import { marksOf, TILE } from './diff-marks.ts'
import { sayDifference } from './diff-numbers.ts'
import { type DiffScale, type DiffStep, diffSteps, nameStep } from './diff-scale.ts'
import './diff-patterns.css'

/** Once on the page; frames refer to `url(#diff-STEP)`. */
export const DiffPatterns = () => (
  <svg className="frame-patterns" aria-hidden="true" focusable="false">
    <defs>
      {diffSteps.map((step) => (
        <pattern
          key={step}
          id={`diff-${nameStep(step)}`}
          width={TILE}
          height={CELL}
          patternUnits="userSpaceOnUse"
        >
          <rect className={`diff-fill-${nameStep(step)}`} width={TILE} height={CELL} />
          {marksOf(step).map((path) => (
            <path key={path} className="frame-mark" d={path} />
          ))}
        </pattern>
      ))}
    </defs>
  </svg>
)

const SWATCH = 30

/** The whole scale, with the differences that each step begins at. */
export function DiffLegend({ scale, unit }: { scale: DiffScale; unit: string }) {
  const sizes = scale.from.map((share) => sayDifference(share * scale.whole, unit).slice(1))
  const [one, two, three] = sizes
  return (
    <div
      className="diff-legend"
      role="img"
      aria-label={`Colours: blue with marks downward is less in B, red with marks upward is more in B, by at least ${sizes.join(', ')}. Neutral is less than that, or may be noise.`}
      title={`One mark from ${one}, two from ${two}, three from ${three}. Neutral: less than that, or it may be noise.`}
    >
      <span>less in B −{three}</span>
      <ol>
        {diffSteps.map((step) => (
          <li key={step}>
            <Swatch step={step} />
          </li>
        ))}
      </ol>
      <span>+{three} more in B</span>
    </div>
  )
}

const Swatch = ({ step }: { step: DiffStep }) => (
  <svg width={SWATCH} height={CELL - 4} viewBox={`0 4 ${SWATCH} ${CELL - 4}`} aria-hidden="true">
    <rect width={SWATCH} height={CELL} fill={`url(#diff-${nameStep(step)})`} />
  </svg>
)
