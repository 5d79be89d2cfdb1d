import type { ReactNode } from 'react'
import { CopyButton } from '../components/copy-button.tsx'

/** A sentence about a file, and the file. */
export const NamedPath = ({ path, children }: { path: string; children: ReactNode }) => (
  <div className="opening-named-path">
    <p className="opening-text">{children}</p>
    <p className="opening-path">
      <code>{path}</code>
      <CopyButton text={path} />
    </p>
  </div>
)
