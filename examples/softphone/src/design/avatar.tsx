import { UserRound } from 'lucide-react'
import { type CSSProperties, useState } from 'react'
import { hueOf, initialsOf } from './initials.ts'

interface AvatarProps {
  /** Whose initials; none for a caller without a name. */
  readonly name: string | undefined
  /** Width and height in rem; without it the place decides. */
  readonly size?: number
  readonly isCalling?: boolean
  /** Where a picture is; the initials stand behind it until it is there. */
  readonly photo?: string
  /** The initials, where somebody chose their own. */
  readonly initials?: string
}

/** Initials in a circle; decoration, because the name always stands beside it. */
export function Avatar({ name, size, isCalling = false, photo, initials }: AvatarProps) {
  // custom properties are not in React's type of a style
  const style = { '--hue': hueOf(name ?? ''), ...(size && { '--size': `${size}rem` }) } as CSSProperties
  return (
    <span className="avatar" style={style} data-pulse={isCalling} aria-hidden>
      {name === undefined ? <UserRound className="avatar-nobody" /> : (initials ?? initialsOf(name))}
      {photo !== undefined && <Picture key={photo} photo={photo} />}
    </span>
  )
}

/** A picture that cannot be shown is none. */
function Picture({ photo }: { photo: string }) {
  const [isBroken, setIsBroken] = useState(false)
  if (isBroken || !isPicture(photo)) return null
  return <img className="avatar-picture" src={photo} alt="" loading="lazy" onError={() => setIsBroken(true)} />
}

// what a phonebook says may be anything
const isPicture = (photo: string) => /^(https?:|blob:|data:image\/|\/)/i.test(photo)
