import { AsYouType } from 'libphonenumber-js/min'

const country = 'NL'

/** A number as people write it, while it is typed too; extensions and codes stay as they are. */
export function formatNumber(text: string): string {
  const isLong = /^\+?\d{4,}$/.test(text)
  return isLong && /^[+0]/.test(text) ? new AsYouType(country).input(text) : text
}
