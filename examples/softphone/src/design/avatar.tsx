import { UserRound } from 'lucide-react'
import type { CSSProperties } from 'react'
import { hueOf, initialsOf } from './initials.ts'

interface AvatarProps {
  /** Whose initials; none for a caller without a name. */
  readonly name: string | undefined
  /** Width and height in rem; without it the place decides. */
  readonly size?: number
  readonly isCalling?: boolean
}

/** Initials in a circle; decoration, because the name always stands beside it. */
export function Avatar({ name, size, isCalling = false }: AvatarProps) {
  // custom properties are not in React's type of a style
  const style = { '--hue': hueOf(name ?? ''), ...(size && { '--size': `${size}rem` }) } as CSSProperties
  return (
    <span className="avatar" style={style} data-pulse={isCalling} aria-hidden>
      {name === undefined ? <UserRound className="avatar-nobody" /> : initialsOf(name)}
    </span>
  )
}
