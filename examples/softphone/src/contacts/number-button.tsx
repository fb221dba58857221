import type { ContactPhone } from '@offhook/core'
import { Phone, Smartphone } from 'lucide-react'
import { IconButton } from '../design/button.tsx'
import { formatNumber } from '../dial/format.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { kindOf } from './draft.ts'

/** Calls somebody at one number, which is a fixed or a mobile one. */
export function NumberButton({ name, phone }: { name: string; phone: ContactPhone }) {
  const { contacts } = useWords()
  const { call, warm } = useWorkspace()
  const kind = kindOf(phone)
  return (
    <IconButton
      icon={kind === 'mobile' ? Smartphone : Phone}
      className="number-button"
      label={contacts.callAt(name, contacts.numberKinds[kind], formatNumber(phone.number))}
      data-testid={kind === 'mobile' ? 'call-mobile' : 'call-fixed'}
      onPointerEnter={warm}
      onClick={() => call(phone.number)}
    />
  )
}
