import type { GroupRef } from '../../shared/model/group-ref.ts'
import { formatAmount } from '../format/number.ts'
import { formatLocation } from '../location/location.ts'
import './group-link.css'

/** 'Started together with 2 others', which leads to all of them. */
export const GroupLink = ({ group }: { group: GroupRef }) =>
  group.size < 2 ? null : (
    <p className="group-link">
      <a href={formatLocation({ page: 'together', groupId: group.id })}>
        Started together with {formatAmount(group.size - 1, 'other')}
      </a>
    </p>
  )
