const secretHeaders = /^(authorization|proxy-authorization|www-authenticate|proxy-authenticate)\s*:.*$/gim
const quotedNames = /"(?:[^"\\]|\\.)*"/g
const users = /\b(sips?:)[^@\s<>;?]+@/gi
const telephones = /\btel:[^\s<>;?]+/gi

/** A SIP message fit for a trace: without credentials, names, numbers and body, its shape kept. */
export function redactSip(text: string): string {
  const end = text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  const bodyBytes = end < 0 ? 0 : Buffer.byteLength(text.slice(end + 4))
  const shown = head
    .replace(secretHeaders, '$1: [redacted]')
    .replace(quotedNames, '"[name]"')
    .replace(users, '$1[user]@')
    .replace(telephones, 'tel:[number]')
  return bodyBytes > 0 ? `${shown}\r\n\r\n[body of ${bodyBytes} bytes]` : shown
}
