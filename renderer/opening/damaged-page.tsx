import { DatabaseBackup } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { LibraryStatus } from '../../shared/contract/library-status.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { ErrorState } from '../components/states.tsx'
import { useAction } from '../engine-context.tsx'
import { formatBytes } from '../format/bytes.ts'
import { NamedPath } from './named-path.tsx'
import { OpeningPage } from './opening-page.tsx'
import { toError } from './stored-error.ts'

type Damaged = Extract<LibraryStatus, { state: 'damaged' }>

/** The question that must be answered before anything is done with a damaged library. */
export function DamagedPage({ status }: { status: Damaged }) {
  const recover = useAction('library.recover')
  const beginAnew = useAction('library.beginAnew')
  const quit = useAction('app.quit')
  const isWaiting = status.copy.state === 'making' || recover.running || beginAnew.running || quit.running
  const failure = recover.error ?? beginAnew.error ?? quit.error
  return (
    <OpeningPage icon={DatabaseBackup} tone="danger" title="The library is damaged">
      <NamedPath path={status.path}>
        SQLite cannot make sense of parts of this file ({formatBytes(status.bytes)}). Nothing in it was
        changed, and nothing is until you choose.
      </NamedPath>
      <DamagedCopy copy={status.copy} />
      {status.error !== null && <ErrorState inline error={toError(status.error)} />}
      {failure !== undefined && <ErrorState inline error={failure} />}
      <div className="opening-choices">
        <Choice
          title="Recover what can be read"
          text="Reads captures, notes and pins row by row into a new library, checks the raw output of each capture, and says what is lost."
        >
          <Button look="primary" disabled={isWaiting} onClick={() => void recover.run({})}>
            Recover
          </Button>
        </Choice>
        <Choice
          title="Begin with an empty library"
          text="The damaged file stays beside it. It can be recovered later, or looked at with other tools."
        >
          <Button disabled={isWaiting} onClick={() => void beginAnew.run({})}>
            Begin anew
          </Button>
        </Choice>
        <Choice
          title="Do nothing"
          text="Ends Smokejumper. Put a backup in the place of the file, then start it again."
        >
          <Button look="quiet" disabled={quit.running} onClick={() => void quit.run({})}>
            Quit
          </Button>
        </Choice>
      </div>
      <Problems problems={status.problems} />
    </OpeningPage>
  )
}

function DamagedCopy({ copy }: { copy: Damaged['copy'] }) {
  switch (copy.state) {
    case 'making':
      return (
        <>
          <p className="opening-text" role="status">
            A copy of it is made first: {formatBytes(copy.bytes)} of {formatBytes(copy.total)}.
          </p>
          <ProgressBar
            wide
            label="Copy of the damaged library"
            share={copy.bytes / Math.max(1, copy.total)}
          />
        </>
      )
    case 'made':
      return <NamedPath path={copy.path}>A copy of it is kept, whatever you choose:</NamedPath>
    case 'impossible':
      return <ErrorState inline error={toError(copy.error)} />
  }
}

const Choice = ({ title, text, children }: { title: string; text: string; children: ReactNode }) => (
  <div className="opening-choice">
    <div>
      <h2 className="opening-choice-title">{title}</h2>
      <p className="opening-choice-text">{text}</p>
    </div>
    {children}
  </div>
)

function Problems({ problems }: { problems: readonly string[] }) {
  const [open, setOpen] = useState(false)
  const text = problems.join('\n')
  return (
    <>
      <div className="opening-actions">
        <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          What SQLite found
        </Button>
        <CopyButton text={text} label="Copy it" />
      </div>
      {open && <pre className="opening-details">{text}</pre>}
    </>
  )
}
