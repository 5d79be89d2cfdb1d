/** Values of a JSON document, and reading them without trust in their types. */

/** A number of more digits than a double holds: kept as it is written. */
export interface LongNumber {
  readonly digits: string
}
export interface JsonObject {
  [key: string]: JsonValue | undefined
}
export type JsonScalar = string | number | LongNumber | boolean | null
export type JsonValue = JsonScalar | JsonValue[] | JsonObject

const isLongNumber = (value: JsonValue): value is LongNumber =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.digits === 'string'

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The member, undefined when the value is no object or has none of that name itself. */
export const member = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined

export const textOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** As a double, so perhaps rounded; undefined for what is no finite number. */
export const numberOf = (value: JsonValue | undefined): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (value === undefined || value === null || !isLongNumber(value)) return undefined
  const rounded = Number(value.digits)
  return Number.isFinite(rounded) ? rounded : undefined
}

/** An integer that fits into 32 bits with sign, such as a PID or an index. */
export const integerOf = (value: JsonValue | undefined): number | undefined => {
  const number = numberOf(value)
  return number !== undefined && (number | 0) === number ? number : undefined
}

/** The digits of a number, or of a string that holds one: '1700000000000000123', '-1.5'; no exponents. */
export const digitsOf = (value: JsonValue | undefined): string | undefined => {
  const digits =
    typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : value !== undefined && value !== null && isLongNumber(value)
        ? value.digits
        : ''
  return /^-?\d{1,40}(\.\d{1,40})?$/.test(digits) ? digits : undefined
}

/** A scalar as a person reads it; undefined for containers. */
export const scalarText = (value: JsonValue | undefined): string | undefined => {
  if (typeof value === 'string') return value
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
  return value !== undefined && isLongNumber(value) ? value.digits : undefined
}
