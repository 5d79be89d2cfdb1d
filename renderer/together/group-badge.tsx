import { Network } from 'lucide-react'
import type { GroupRef } from '../../shared/model/group-ref.ts'
import './group-badge.css'

/** In the list of captures: started together with others; a click shows only these. */
export function GroupBadge({ group, onShow }: { group: GroupRef; onShow: (groupId: string) => void }) {
  const others = group.size - 1
  if (others < 1) return null
  return (
    <button
      type="button"
      className="group-badge"
      // the row has the focus, and its detail says the same
      tabIndex={-1}
      title={`Started together with ${others} other${others === 1 ? '' : 's'}: show only these`}
      onClick={(event) => {
        event.stopPropagation()
        onShow(group.id)
      }}
    >
      <Network size={12} aria-hidden />
      {group.size}
    </button>
  )
}
