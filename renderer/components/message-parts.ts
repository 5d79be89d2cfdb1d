/** A message of the engine, taken apart for the eye. */

export interface MessageParts {
  /** what happened, short enough to stand out; '' when the message cannot be cut */
  readonly headline: string
  /** why, and all else */
  readonly rest: string
}

/** One line of a centred state. */
const HEADLINE = 90

/**
 * The first sentence stands out where it is short; of a longer one what stands before its first colon does.
 * What tools and hosts said follows a colon, so it is never shouted.
 */
export function splitMessage(message: string): MessageParts {
  for (const end of [/[.?](?=\s)/, /[:;](?=\s)/]) {
    const at = end.exec(message)
    if (at !== null && at.index < HEADLINE) {
      const mark = message[at.index] === '.' || message[at.index] === '?' ? 1 : 0
      return {
        headline: message.slice(0, at.index + mark),
        rest: message.slice(at.index + 1).trim(),
      }
    }
  }
  return message.length <= HEADLINE ? { headline: message, rest: '' } : { headline: '', rest: message }
}
