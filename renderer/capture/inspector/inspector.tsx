/** The thing under the pointer or the focus: its numbers, and what to do next. */
import { MousePointer2 } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { useInspected } from './inspect-store.ts'
import './inspector.css'

export function Inspector() {
  const card = useInspected()
  return (
    <section className="inspector" aria-label="Inspector">
      {card ? (
        <>
          <div className="inspector-head">
            <span className="inspector-kind">{card.kind}</span>
            <span className="inspector-title mono" title={card.title}>
              {card.title}
            </span>
            <CopyButton text={card.title} />
            {card.detail && <span className="inspector-detail">{card.detail}</span>}
          </div>
          <dl className="inspector-facts">
            {card.facts.map(({ label, text, exact }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd title={exact}>{text}</dd>
              </div>
            ))}
          </dl>
          {card.actions.length > 0 && (
            <div className="inspector-actions">
              {card.actions.map(({ title, run, hint }) => (
                <Button key={title} small onClick={run} title={hint}>
                  {title}
                </Button>
              ))}
            </div>
          )}
        </>
      ) : (
        <p className="inspector-empty">
          <MousePointer2 size={14} aria-hidden />
          Point at a frame, a call or a bucket to see its numbers. Drag over the timeline or the histogram to
          select; the other views follow.
        </p>
      )}
    </section>
  )
}
