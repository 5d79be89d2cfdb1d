import { DatabaseBackup } from 'lucide-react'
import { OpeningPage } from './opening-page.tsx'

export const RecoveringPage = ({ step }: { step: string }) => (
  <OpeningPage icon={DatabaseBackup} title="Recovering the library">
    <div className="state-bar">
      <div className="state-bar-run" />
    </div>
    <p className="opening-text" role="status">
      {step}
    </p>
    <p className="opening-text">
      The damaged file is only read. The new library takes its place when all that can be read is in it.
    </p>
  </OpeningPage>
)
