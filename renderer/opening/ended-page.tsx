import { Power } from 'lucide-react'
import { OpeningPage } from './opening-page.tsx'

/** The engine is gone before there was anything to lose. */
export const EndedPage = () => (
  <OpeningPage icon={Power} title="Smokejumper has ended">
    <p className="opening-text">
      The library was left as it is. Close this window, or start Smokejumper again.
    </p>
  </OpeningPage>
)
