import { RotateCw, Unplug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useEngine } from '../engine-context.tsx'
import './engine-lost.css'

/** Whether the engine is gone. */
export function useEngineLost(): boolean {
  const engine = useEngine()
  const [lost, setLost] = useState(false)
  useEffect(() => {
    let there = true
    engine.closed.then(() => there && setLost(true))
    return () => {
      there = false
    }
  }, [engine])
  return lost
}

export function EngineLost() {
  return (
    <div className="engine-lost" role="alert">
      <Unplug size={16} aria-hidden />
      <p className="engine-lost-text">
        The engine is gone: its process has ended or the connection to it broke. What is in the library is
        safe; captures that were running stop by themselves. Start Smokejumper again if it has ended, then
        reload.
      </p>
      <Button icon={RotateCw} onClick={() => window.location.reload()}>
        Reload
      </Button>
    </div>
  )
}
