/** What a span came to, out of its tags: the names of OpenTelemetry's semantic conventions, old and new. */
import type { JsonValue } from '../json/json-value.ts'
import { integerOf } from '../json/json-value.ts'

const statusKeys = ['http.response.status_code', 'http.status_code', 'rpc.grpc.status_code']

/** tag: the value of a tag. The status code; -1 for an error without one; NaN when nothing is said. */
export const resultOf = (tag: (key: string) => JsonValue | undefined, isError: boolean): number => {
  for (const key of statusKeys) {
    const value = tag(key)
    const code = integerOf(typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value)
    if (code !== undefined) return code
  }
  return isError ? -1 : Number.NaN
}
