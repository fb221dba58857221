import type { DialKey } from '@offhook/core'
import { useEffect, useRef } from 'react'
import { isPlain, isTyping } from './typing.ts'

/** Who gets the digits of the keyboard: the last one that asked to capture them, or else the dial pad. */
const captures: symbol[] = []

const dialKeys: readonly string[] = [...'0123456789*#+'] satisfies DialKey[] | string[]
const isDialKey = (key: string): key is DialKey => dialKeys.includes(key)

/** Calls `press` for each dial key of the keyboard while nobody is typing in a field. */
export function useKeys(press: (key: DialKey) => void, { isCapture = false } = {}): void {
  const latest = useRef(press)
  latest.current = press
  useEffect(() => {
    const me = Symbol('keys')
    if (isCapture) captures.push(me)
    const isMine = () => (isCapture ? captures.at(-1) === me : captures.length === 0)
    const listen = (event: KeyboardEvent) => {
      if (!isDialKey(event.key) || !isPlain(event) || isTyping(event.target) || !isMine()) return
      event.preventDefault()
      latest.current(event.key)
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
      if (isCapture) captures.splice(captures.indexOf(me), 1)
    }
  }, [isCapture])
}
