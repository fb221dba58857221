import type { Display } from '@offhook/core'
import { Avatar } from '../design/avatar.tsx'
import { usePresence } from './use-presence.ts'
import './team.css'

/** Whether somebody can be reached, in a colour and a shape; the words stand beside it. */
export function PresenceDot({ display: { status, availability } }: { display: Display }) {
  return <span className="presence-dot" data-availability={availability} data-status={status} aria-hidden />
}

interface PersonAvatarProps {
  readonly uid: string
  readonly name: string
  readonly photo?: string | undefined
  readonly size?: number
}

/** Somebody's picture, and of a colleague whether they can be reached. */
export function PersonAvatar({ uid, name, photo, size }: PersonAvatarProps) {
  const presence = usePresence(uid)
  return (
    <span className="with-presence">
      <Avatar name={name} {...(photo !== undefined && { photo })} {...(size !== undefined && { size })} />
      {presence && <PresenceDot display={presence.display} />}
    </span>
  )
}
