import { DatabaseBackup } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { useFailureToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import { useOpenLibrary } from '../opening/library-gate.tsx'
import './engine-lost.css'

/** Damage that was found in the background, while the library is in use. */
export function LibraryDamaged() {
  const engine = useEngine()
  const fail = useFailureToast()
  const { problems } = useOpenLibrary()
  return (
    <div className="engine-lost" role="alert">
      <DatabaseBackup size={16} aria-hidden />
      <p className="engine-lost-text" title={problems.join('\n')}>
        The library is damaged: {problems[0]}. What is shown may be incomplete. Its captures can be recovered;
        running ones are stopped for that, and what they recorded is kept on their hosts.
      </p>
      <Button onClick={() => engine.call('library.ask', {}).catch(fail)}>Close it and choose</Button>
    </div>
  )
}
