import { personWith } from '../colleagues/people.ts'
import { useWorkspace } from '../workspace/context.ts'
import { useMaybe } from '../workspace/use-readable.ts'

/** Whose phone it is, for the eye. */
export interface Owner {
  /** The id of their presence, where there is a back end. */
  readonly id: string | undefined
  readonly name: string
  readonly initials: string | undefined
  readonly picture: string | undefined
  readonly extension: string
}

/** Whose phone it is: as the back end says, or else as they signed in. */
export function useOwner(): Owner {
  const { phone, entered } = useWorkspace()
  const account = useMaybe(phone.account)
  const profile = account !== undefined && 'profile' in account ? account.profile : entered.profile
  if (profile !== undefined) {
    const { id, name, initials, picture, extension } = profile
    return { id, name, initials, picture, extension }
  }
  const { user = '' } = entered
  const { name = user, extension = user } = personWith(user) ?? {}
  return { id: undefined, name, initials: undefined, picture: undefined, extension }
}
