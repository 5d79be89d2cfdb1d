/** Files on their way into the library: what is being read, how far it is, and how it is stopped. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { sendImport } from '../../shared/contract/send-import.ts'
import { cancellation, isCancellation } from '../../shared/errors/errors.ts'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import { formatAmount } from '../format/number.ts'
import { goTo } from '../location/use-location.ts'
import { readPieces } from './read-pieces.ts'

export interface RunningImport {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly received: number
  readonly cancel: () => void
}

interface Imports {
  readonly running: readonly RunningImport[]
  readonly importFiles: (files: Iterable<File>) => void
}

const ImportsContext = createContext<Imports | null>(null)

let lastId = 0

export function ImportsProvider({ children }: { children: ReactNode }) {
  const engine = useEngine()
  const show = useToast()
  const fail = useFailureToast()
  const [running, setRunning] = useState<readonly RunningImport[]>([])
  /** one file after the other: the engine has one writer */
  const last = useRef<Promise<void>>(Promise.resolve())

  const importFile = useCallback(
    (file: File) => {
      lastId += 1
      const id = lastId
      const abort = new AbortController()
      const cancel = () => abort.abort(cancellation())
      const row = { id, name: file.name, bytes: file.size, received: 0, cancel }
      setRunning((now) => [...now, row])
      const send = async () => {
        try {
          const done = await sendImport(
            engine,
            { name: file.name, bytes: file.size, read: readPieces(file) },
            {
              signal: abort.signal,
              onProgress: (received) =>
                setRunning((now) => now.map((one) => (one.id === id ? { ...one, received } : one))),
            },
          )
          const missing = done.incomplete ? ' Something of it is missing: its page says what.' : ''
          show({
            text: `${file.name}: ${done.format}, ${formatAmount(done.events, 'event')}.${missing}`,
            action: {
              title: 'Open',
              run: () => goTo({ page: 'capture', captureId: done.captureId, compareId: null }),
            },
          })
        } catch (error) {
          if (!isCancellation(error)) fail(error)
        } finally {
          setRunning((now) => now.filter((one) => one.id !== id))
        }
      }
      last.current = last.current.then(send)
    },
    [engine, show, fail],
  )
  const importFiles = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) importFile(file)
    },
    [importFile],
  )
  const imports = useMemo(() => ({ running, importFiles }), [running, importFiles])
  return <ImportsContext value={imports}>{children}</ImportsContext>
}

export function useImports(): Imports {
  const imports = useContext(ImportsContext)
  if (imports === null) throw new Error('useImports outside of ImportsProvider')
  return imports
}
