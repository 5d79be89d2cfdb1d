import { Network, X } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { useGroup } from './use-group.ts'

/** The list is narrowed to captures that were started together; a click takes that away. */
export function GroupFilter({ groupId, onClear }: { groupId: string; onClear: () => void }) {
  const group = useGroup(groupId)
  const name = (group.value ?? group.previous)?.name
  return (
    <Button small icon={Network} title="Show all captures again" onClick={onClear}>
      started together{name === undefined ? '' : `: ${name}`}
      <X size={14} aria-label="no longer" role="img" />
    </Button>
  )
}
