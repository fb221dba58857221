/** What a phone number is for (RFC 9553 `features`). */
export type PhoneFeature = 'voice' | 'mobile' | 'fax' | 'text' | 'video' | 'pager'

/** In which part of a life something is used (RFC 9553 `contexts`). */
export type ContactContext = 'work' | 'private'

/** A number of a contact. */
export interface ContactPhone {
  /** E.164, or the number as it is dialled: extensions and short numbers stay as they are. */
  readonly number: string
  readonly features?: readonly PhoneFeature[]
  readonly contexts?: readonly ContactContext[]
  readonly label?: string
  /** 1 (first) to 100. */
  readonly pref?: number
}

/** An e-mail address of a contact. */
export interface ContactEmail {
  readonly address: string
  readonly contexts?: readonly ContactContext[]
  readonly label?: string
  readonly pref?: number
}

/** A name; `full` is always there, the rest where it is known. */
export interface ContactName {
  readonly full: string
  readonly given?: string
  /** What stands between given name and surname: `'van der'`. */
  readonly particle?: string
  readonly surname?: string
  /** `'dr.'` */
  readonly title?: string
  /** `'jr.'`, `'MBA'` */
  readonly credential?: string
}

/** Where a contact works. */
export interface ContactOrganization {
  readonly name: string
  readonly units?: readonly string[]
}

/** What a person may write of a contact: names and meanings are those of JSContact (RFC 9553). */
export interface ContactFields {
  readonly kind?: ContactKind
  readonly name: ContactName
  readonly organizations?: readonly ContactOrganization[]
  /** Job titles. */
  readonly titles?: readonly string[]
  readonly phones?: readonly ContactPhone[]
  readonly emails?: readonly ContactEmail[]
  /** Where the picture is. */
  readonly photo?: string
  readonly note?: string
}

/** `group`: a number behind which there are several, as a department or a queue. */
export type ContactKind = 'individual' | 'org' | 'group'

/** Somebody in a phonebook. */
export interface Contact extends ContactFields {
  /** Unique over all phonebooks; a colleague's is also the id of their presence. */
  readonly uid: string
  /** The id of the phonebook it stands in. */
  readonly book: string
  readonly kind: ContactKind
  readonly organizations: readonly ContactOrganization[]
  readonly titles: readonly string[]
  readonly phones: readonly ContactPhone[]
  readonly emails: readonly ContactEmail[]
  readonly readOnly: boolean
  /** Starred by this person. */
  readonly favourite: boolean
  /** Milliseconds since the Unix epoch. */
  readonly updated?: number
  /** The version; an update says which one it is based on. */
  readonly etag?: string
}
