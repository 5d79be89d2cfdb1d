import { type ErrorCode, errorCodes } from '../../shared/errors/codes.ts'
import { SmokejumperError } from '../../shared/errors/errors.ts'
import type { StoredError } from '../../shared/model/capture.ts'

/** As it was thrown, for what shows errors. */
export const toError = ({ code, message, remedy, facts }: StoredError): Error =>
  isErrorCode(code) ? new SmokejumperError({ code, message, remedy, facts }) : new Error(message)

const isErrorCode = (code: string): code is ErrorCode => errorCodes.some((known) => known === code)
