/** Each kind of frame has a hue and a mark at its foot; unknown is hatched. Tokens, so that the theme changes both. */
import { CELL } from './flame-chart.ts'
import './frame-patterns.css'

const plain = (kind: string) => <rect className={`frame-fill frame-fill-${kind}`} width={12} height={CELL} />

/** Once on the page; frames refer to `url(#frame-KIND)`. */
export function FramePatterns() {
  return (
    <svg className="frame-patterns" aria-hidden="true" focusable="false">
      <defs>
        <Pattern kind="user" />
        <Pattern kind="group" />
        <Pattern kind="root" />
        <Pattern kind="rest" />
        <Pattern kind="kernel">
          <rect className="frame-mark" y={CELL - 3} width={12} height={2} />
        </Pattern>
        <Pattern kind="jit">
          <rect className="frame-mark" y={CELL - 3} width={2} height={2} />
          <rect className="frame-mark" x={4} y={CELL - 3} width={2} height={2} />
          <rect className="frame-mark" x={8} y={CELL - 3} width={2} height={2} />
        </Pattern>
        <Pattern kind="inlined">
          <rect className="frame-mark" y={CELL - 3} width={8} height={2} />
        </Pattern>
        <pattern
          id="frame-unknown"
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="frame-fill frame-fill-unknown" width={6} height={6} />
          <rect className="frame-hatch" width={1.5} height={6} />
        </pattern>
      </defs>
    </svg>
  )
}

function Pattern({ kind, children }: { kind: string; children?: React.ReactNode }) {
  return (
    <pattern id={`frame-${kind}`} width={12} height={CELL} patternUnits="userSpaceOnUse">
      {plain(kind)}
      {children}
    </pattern>
  )
}

const legend = [
  ['user', 'user'],
  ['kernel', 'kernel'],
  ['jit', 'JIT'],
  ['inlined', 'inlined'],
  ['unknown', 'unknown'],
] as const

/** Only the kinds that are in the picture. */
export function KindLegend({ kinds }: { kinds: ReadonlySet<string> }) {
  return (
    <ul className="kind-legend" aria-label="Kinds of frames">
      {legend
        .filter(([kind]) => kinds.has(kind))
        .map(([kind, title]) => (
          <li key={kind}>
            <svg width={14} height={CELL - 4} viewBox={`0 4 14 ${CELL - 4}`} aria-hidden="true">
              <rect width={14} height={CELL} fill={`url(#frame-${kind})`} />
            </svg>
            {title}
          </li>
        ))}
    </ul>
  )
}
