import { splitMessage } from './message-parts.ts'
import { Remedy } from './remedy.tsx'

/** What happened in one line that stands out, why, and what to do with its commands ready to copy. */
export function ErrorText({ what, remedy }: { what: string; remedy: string }) {
  const { headline, rest } = splitMessage(what)
  return (
    <>
      {headline !== '' && <p className="state-title">{headline}</p>}
      {rest !== '' && <p className="state-why">{rest}</p>}
      {remedy !== '' && (
        <div className="state-text">
          <Remedy text={remedy} />
        </div>
      )}
    </>
  )
}
