import type { NotHonoured } from '../../shared/model/offered-host.ts'
import './not-honoured-list.css'

/** Lines of the ssh config that have no effect, or another one than in ssh, each with the reason. */
export function NotHonouredList({ lines }: { lines: readonly NotHonoured[] }) {
  if (lines.length === 0) return null
  return (
    <section aria-label="Not as in ssh">
      <h3 className="not-honoured-title">Not as in ssh ({lines.length})</h3>
      <ul className="not-honoured">
        {lines.map(({ keyword, value, file, line, why }, index) => (
          <li key={index}>
            {keyword !== '' && (
              <code title={file === '' ? undefined : `${file} line ${line}`}>
                {keyword} {value}
              </code>
            )}
            <p className="not-honoured-why">{why}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
