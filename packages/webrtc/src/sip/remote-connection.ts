import type { RemoteConnection } from '@offhook/core'
import type { Info } from 'sip.js'

const packageName = 'offhook-connection'

/** Says in an INVITE or its 200 that we want to be told when the other side is reconnecting (RFC 6086 section 5.2.2). */
export const receivesConnection = `Recv-Info: ${packageName}`

/** Answers an INFO of the other side; what it tells of the other side's connection is handed on. */
export function takeInfo(info: Info, tell: (connection: RemoteConnection) => void): unknown {
  const given = info.request.getHeader('Info-Package')
  // INFO without a package is as old as digits in INFO, and asks for nothing here
  if (given === undefined) return info.accept()
  const [name, ...params] = given.split(';').map((part) => part.trim().toLowerCase())
  if (name !== packageName) return info.reject({ statusCode: 469, extraHeaders: [receivesConnection] })
  if (params.includes('state=reconnecting')) tell('reconnecting')
  if (params.includes('state=steady')) tell('steady')
  return info.accept()
}
