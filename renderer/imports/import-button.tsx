/** Opens the system's file dialog, and imports what is chosen there. */
import { FileInput } from 'lucide-react'
import { useRef } from 'react'
import { useCommand } from '../commands/commands-context.tsx'
import { Button } from '../components/button.tsx'
import { useImports } from './imports-context.tsx'

export function ImportButton() {
  const { importFiles } = useImports()
  const field = useRef<HTMLInputElement>(null)
  const open = () => field.current?.click()
  useCommand({ id: 'library.import', title: 'Import files', group: 'Library', key: 'I', run: open })
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label="Files to import"
        onChange={({ target }) => {
          importFiles([...(target.files ?? [])])
          // the same file can be chosen again
          target.value = ''
        }}
      />
      <Button
        icon={FileInput}
        title="Files of perf, bpftrace, pprof, speedscope and others (I)"
        onClick={open}
      >
        Import
      </Button>
    </>
  )
}
