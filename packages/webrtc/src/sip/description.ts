/** Whether a body of this type is a session description (RFC 8866). */
export function isSdp(contentType: string): boolean {
  return /^application\/sdp\s*(?:;|$)/i.test(contentType.trim())
}

/** Whether an offer has sound that a browser can answer: encrypted with keys by DTLS (RFC 8827 6.5), and not switched off. */
export function isAnswerable(sdp: string): boolean {
  return /^v=0\r?$/m.test(sdp) && /^m=audio (?!0 )/m.test(sdp) && /^a=fingerprint:/m.test(sdp)
}

/** Whether an offer puts us on hold (RFC 3264 section 8.4). */
export function isHoldOffer(sdp: string): boolean {
  const [session = '', ...media] = sdp.split(/^(?=m=)/m)
  const audio = media.find((part) => part.startsWith('m=audio')) ?? ''
  const direction = directionOf(audio) ?? directionOf(session)
  return direction === 'sendonly' || direction === 'inactive'
}

const directionOf = (part: string) => /^a=(sendrecv|sendonly|recvonly|inactive)\b/m.exec(part)?.[1]
