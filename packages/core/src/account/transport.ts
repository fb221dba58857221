import type { OffhookError } from '../errors.ts'

/** What an account looks like to its owner. */
export interface Profile {
  /** The person's id: the `uid` of their contact in the internal phonebook, and the id of their presence. */
  readonly id: string
  readonly name: string
  /** One to three letters, for a picture that is not there. */
  readonly initials: string
  readonly email: string
  /** The extension others dial. */
  readonly extension: string
  /** The own mobile number, E.164; forwarding and simultaneous ring use it. */
  readonly mobile?: string
  /** Where the picture is. */
  readonly picture?: string
  /** A BCP 47 language tag: `'nl'`. */
  readonly language: string
  readonly theme: Theme
  /** The number others see by default; changed by `phone.callerIds.choose`. */
  readonly outboundNumber?: string
  readonly role: Role
}

/** How the app looks; `system`: as the machine does. */
export type Theme = 'system' | 'light' | 'dark'

/** What a person may do: `admin` keeps the phonebooks of the company and reads its call records. */
export type Role = 'person' | 'admin'

/** What a person may change of the own profile; `null` takes away. */
export interface ProfileChanges {
  readonly name?: string
  readonly initials?: string
  readonly mobile?: string | null
  readonly picture?: Picture | null
  readonly language?: string
  readonly theme?: Theme
}

/** A picture to upload. */
export interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp'
  /** At most 512 KiB. */
  readonly bytes: Uint8Array
}

/** How one can sign in here. */
export interface SignInMethods {
  readonly password: boolean
  /** Whether a forgotten password can be replaced by e-mail. */
  readonly reset: boolean
  readonly providers: readonly SignInProvider[]
}

/** Somebody else who says who one is: Microsoft Entra ID, Google or any OpenID Connect issuer. */
export interface SignInProvider {
  readonly id: string
  /** As it stands on the button: `'Microsoft'`. */
  readonly name: string
}

/** With what one signs in. */
export type Credentials =
  | { readonly email: string; readonly password: string }
  /** The transport does what the provider asks: a pop-up or a redirect. */
  | { readonly provider: string }

/** Why an account is signed out: nobody was signed in, the person asked, the session ran out, or somebody ended it. */
export type SignedOutReason = 'none' | 'asked' | 'expired' | 'revoked'

/** What an app asks of the account. */
export type AccountCommand =
  | { readonly type: 'signIn'; readonly with: Credentials }
  | { readonly type: 'signOut'; readonly everywhere: boolean }
  | { readonly type: 'update'; readonly changes: ProfileChanges }
  | { readonly type: 'changePassword'; readonly from: string; readonly to: string }
  | { readonly type: 'requestPasswordReset'; readonly email: string }
  | { readonly type: 'resetPassword'; readonly code: string; readonly password: string }

/** News about the account. */
export type AccountSignal =
  | { readonly type: 'signed-in'; readonly profile: Profile }
  | { readonly type: 'signed-out'; readonly reason: SignedOutReason }
  /** The session is over and cannot be renewed without the person. */
  | { readonly type: 'expired'; readonly error: OffhookError }
  /** The profile changed, here or in another window. */
  | { readonly type: 'profile'; readonly profile: Profile }
  | { readonly type: 'methods'; readonly methods: SignInMethods }
  /** Whether news arrives as it happens; false: the stream is down and what is shown may be old. */
  | { readonly type: 'live'; readonly isLive: boolean }

/** Where an account brings its news. */
export interface AccountSink {
  signal(signal: AccountSignal): void
}

/** Signs in and out, and keeps the profile. Tells `signed-in` or `signed-out` by itself once it has looked for a session. */
export interface AccountTransport {
  open(sink: AccountSink): () => void
  /** Resolves when it is carried out; rejects with `bad-credentials`, `locked-out`, `invalid`, `conflict`, `unavailable`. */
  send(command: AccountCommand): Promise<void>
}
