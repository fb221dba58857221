import { type ConnectionSnapshot, type ErrorCode, errorCatalogue, OffhookError } from '@offhook/core'
import type { Failure, SharedConnection } from './message.ts'

/** An error as it goes from tab to tab; its cause stays behind. */
export const failureOf = (thrown: unknown): Failure =>
  thrown instanceof OffhookError
    ? { code: thrown.code, message: thrown.message }
    : { code: 'refused', message: errorCatalogue.refused.what }

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code)

/** The same error in another tab. */
export const errorOf = ({ code, message }: Failure) => new OffhookError(isCode(code) ? code : 'refused', { message })

/** The connection as it goes from tab to tab. */
export const shareConnection = (now: ConnectionSnapshot): SharedConnection =>
  now.status === 'rejected' ? { ...now, error: failureOf(now.error) } : now

/** The same connection in another tab. */
export const connectionOf = (shared: SharedConnection): ConnectionSnapshot =>
  shared.status === 'rejected' ? { ...shared, error: errorOf(shared.error) } : shared
