import { Separator } from 'react-resizable-panels'
import './splitter.css'

/** The hairline between two panels of a react-resizable-panels Group; arrow keys move it. */
export const Splitter = ({ label }: { label: string }) => (
  <Separator className="splitter" aria-label={label} title={label} />
)
