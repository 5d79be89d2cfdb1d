/** Each step of a difference as a fill: its colour and its mark. Tokens, so that the theme changes both. */

import { CELL } from '../flame/flame-chart.ts'
import { marksOf, TILE } from './diff-marks.ts'
import { sayPoints } from './diff-paint.ts'
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
  const whole = unit === 'share' ? 'the whole' : 'the busier side'
  return (
    <div
      className="diff-legend"
      role="img"
      aria-label={`Colours: blue with marks downward is less in B, red with marks upward is more in B, by at least ${scale.from.map(sayPoints).join(', ')} of ${whole}. Neutral is less than that, or may be noise.`}
      title={`One mark from ${sayPoints(scale.from[0])}, two from ${sayPoints(scale.from[1])}, three from ${sayPoints(scale.from[2])} of ${whole}. Neutral: less than that, or it may be noise.`}
    >
      <span>less in B</span>
      <span>−{sayPoints(scale.from[2])}</span>
      <ol>
        {diffSteps.map((step) => (
          <li key={step}>
            <Swatch step={step} />
          </li>
        ))}
      </ol>
      <span>+{sayPoints(scale.from[2])}</span>
      <span>more in B</span>
    </div>
  )
}

const Swatch = ({ step }: { step: DiffStep }) => (
  <svg width={SWATCH} height={CELL - 4} viewBox={`0 4 ${SWATCH} ${CELL - 4}`} aria-hidden="true">
    <rect width={SWATCH} height={CELL} fill={`url(#diff-${nameStep(step)})`} />
  </svg>
)
