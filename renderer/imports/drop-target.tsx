/** The whole window takes files: while some are dragged over it, it says what will happen to them. */
import { FileInput } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useImports } from './imports-context.tsx'
import './drop-target.css'

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

export function DropTarget() {
  const { importFiles } = useImports()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      // between elements it leaves one for the other; out of the window it leaves for nothing
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(false)
      importFiles([...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [importFiles])
  if (!over) return null
  return (
    <div className="drop-target">
      <p className="drop-target-text">
        <FileInput size={20} aria-hidden /> Drop to import into the library
      </p>
    </div>
  )
}
