import { describe, expect, it } from 'vitest'
import { pinDraftSchema } from '../model/finding.ts'
import { methods } from './contract.ts'
import { MAX_PICTURE_BYTES } from './limits.ts'

const long = 'x'.repeat(100_000)

describe('what comes over the wire', () => {
  it.each([
    ['captures.get', { captureId: long }],
    ['hosts.probe', { hostId: long }],
    ['prompts.answer', { promptId: 'p', answer: long }],
    ['captures.start', { hostId: 'h', recipeId: 'r', parameters: { pids: Array(2000).fill(1) }, name: '' }],
    ['notes.remove', { id: long }],
  ] as const)('is refused by %s when it is longer than anything that is meant', (method, args) => {
    expect(methods[method].args.safeParse(args).success).toBe(false)
  })

  it('is a picture of a view, not of any size', () => {
    const { picture } = pinDraftSchema.shape
    const ofSize = (length: number) => ({ mediaType: 'image/png', bytes: new Uint8Array(length) })
    expect(picture.safeParse(ofSize(MAX_PICTURE_BYTES)).success).toBe(true)
    expect(picture.safeParse(ofSize(MAX_PICTURE_BYTES + 1)).success).toBe(false)
  })
})
