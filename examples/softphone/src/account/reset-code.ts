import { useState } from 'react'

/** The code of a link for a new password, `#reset=…`; behind the hash, which no server and no log gets to see. */
export function resetCodeIn(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('reset') || undefined
}

/** The code of the link this page was opened by; it is taken from the address at once, and forgotten when it was used. */
export function useResetCode() {
  const [code, setCode] = useState(() => resetCodeIn(window.location.hash))
  const forget = () => {
    history.replaceState(null, '', window.location.pathname + window.location.search)
    setCode(undefined)
  }
  return { code, forget }
}
