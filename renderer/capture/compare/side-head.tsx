/** Which capture stands in this column. */
import { formatLocation } from '../../location/location.ts'
import { CaptureFacts } from '../header/capture-facts.tsx'
import { PartialBadges } from '../header/partial-badges.tsx'
import { useSide } from '../side.tsx'

export function SideHead() {
  const { key, detail } = useSide()
  return (
    <div className="side-head">
      <span className="side-head-key">{key.toUpperCase()}</span>
      <a
        className="side-head-name"
        href={formatLocation({ page: 'capture', captureId: detail.id, compareId: null })}
        title={`${detail.name}: open alone`}
      >
        {detail.name}
      </a>
      <PartialBadges detail={detail} />
      <CaptureFacts detail={detail} />
    </div>
  )
}
