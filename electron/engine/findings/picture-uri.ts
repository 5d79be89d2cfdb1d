import type { Pin } from '../../../shared/model/finding.ts'

/** A picture as a data: address for an image, in which nothing runs and nothing is loaded. */
export const pictureUri = ({ mediaType, bytes }: Pin['picture']): string =>
  `data:${mediaType};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`
