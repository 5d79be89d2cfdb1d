/** What a view gives to a pin: its numbers as it said them, and its picture. */
import type { PinDraft } from '../../../shared/model/finding.ts'

export type PinnedPart = Pick<PinDraft, 'numbers' | 'picture'>
