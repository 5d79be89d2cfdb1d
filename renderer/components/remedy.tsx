import { CopyButton } from './copy-button.tsx'
import { splitRemedy } from './remedy-parts.ts'
import './remedy.css'

/** What to do about it, its commands ready to copy. */
export const Remedy = ({ text }: { text: string }) => (
  <p className="remedy">
    {splitRemedy(text).map((part, index) =>
      part.kind === 'words' ? (
        <span key={index}>{part.text}</span>
      ) : (
        <span className="remedy-command" key={index}>
          <code>{part.text}</code>
          <CopyButton text={part.text} />
        </span>
      ),
    )}
  </p>
)
