const secretHeaders = /^((?:proxy-)?authorization|www-authenticate|proxy-authenticate):.*$/gim
const digitsBody = /^(signal\s*=\s*).*$/gim
const user = /(\b(?:sips?|tel):)[^@>;\s]+/gi
const displayName = /^([a-z-]+:\s*)"[^"]*"/gim
const address = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g
const address6 = /\b(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{0,4}\b/gi
const iceSecret = /^(a=(?:ice-pwd|ice-ufrag|fingerprint):).*$/gim

/** A SIP message without what is secret or personal: credentials, numbers and names, addresses, digits, keys. */
export function redacted(message: string): string {
  return message
    .replace(secretHeaders, '$1: [redacted]')
    .replace(digitsBody, '$1[redacted]')
    .replace(displayName, '$1"[name]"')
    .replace(user, '$1[user]')
    .replace(iceSecret, '$1[redacted]')
    .replace(address, '[address]')
    .replace(address6, '[address]')
}
