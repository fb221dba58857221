import { type Account, OffhookError, type Profile, type ProfileChanges, parseTarget } from '@offhook/core'
import { Camera, Trash2 } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { Avatar } from '../design/avatar.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { FormField } from '../design/form-field.tsx'
import { formatNumber } from '../dial/format.ts'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { CardWait } from '../settings/card-wait.tsx'
import { useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { pictureOf } from './picture.ts'
import { useSaving } from './problems.ts'
import './profile.css'

/** Who one is to the others. */
export function ProfileCard({ account }: { account: Account }) {
  const { profile: words } = useWords()
  const now = useReadable(account)
  const profile = 'profile' in now ? now.profile : undefined
  return (
    <section className="card" data-testid="profile-card">
      <h3>{words.title}</h3>
      {profile === undefined ? (
        <CardWait />
      ) : (
        <>
          <PictureChoice account={account} profile={profile} />
          <ProfileForm account={account} profile={profile} />
        </>
      )}
    </section>
  )
}

interface ProfileProps {
  readonly account: Account
  readonly profile: Profile
}

const fields = ['name', 'initials', 'mobile'] as const

type Fields = Readonly<Record<(typeof fields)[number], string>>

const fieldsOf = ({ name, initials, mobile }: Profile): Fields => ({
  ...{ name, initials },
  mobile: mobile === undefined ? '' : formatNumber(mobile),
})

/** Only what was written is sent, so that nothing overwrites what another window changed meanwhile; throws `invalid`. */
function changesIn({ name, initials, mobile }: Partial<Fields>): ProfileChanges {
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(initials !== undefined && { initials: initials.trim() }),
    ...(mobile !== undefined && { mobile: mobile.trim() === '' ? null : dialled(mobile) }),
  }
}

/** A number as it is dialled from anywhere. */
function dialled(written: string): string {
  try {
    return parseTarget(written).dial
  } catch (error) {
    if (!(error instanceof OffhookError)) throw error
    throw new OffhookError('invalid', { problems: [{ pointer: '/mobile', code: error.code, detail: error.message }] })
  }
}

function ProfileForm({ account, profile }: ProfileProps) {
  const words = useWords()
  const before = fieldsOf(profile)
  const [written, setWritten] = useState<Partial<Fields>>({})
  const [isSaved, setIsSaved] = useState(false)
  const { run, error, isSaving, problemOf } = useSaving()
  const all = { ...before, ...written }
  const isChanged = fields.some((field) => all[field].trim() !== before[field])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isChanged) return
    if (await run(async () => account.update(changesIn(written)))) {
      setWritten({})
      setIsSaved(true)
    }
  }
  return (
    <form className="profile-form" onSubmit={submit} noValidate>
      {fields.map((field) => (
        <FormField
          key={field}
          label={words.profile.fields[field]}
          data-testid={`profile-${field}`}
          value={all[field]}
          problem={problemOf(field)}
          type={field === 'mobile' ? 'tel' : 'text'}
          autoComplete={{ name: 'name', initials: 'off', mobile: 'tel' }[field]}
          onChange={({ target }) => {
            setIsSaved(false)
            setWritten({ ...written, [field]: target.value })
          }}
        />
      ))}
      <dl className="profile-facts small soft">
        <dt>{words.profile.email}</dt>
        <dd>{profile.email}</dd>
        <dt>{words.profile.extension}</dt>
        <dd className="numbers">{profile.extension}</dd>
      </dl>
      <div role="alert">{error && <ErrorNotice code={error.code} />}</div>
      <div className="card-ways">
        <Button type="submit" tone="accent" data-testid="profile-save" isIdle={!isChanged || isSaving}>
          {isSaving ? words.saving : words.save}
        </Button>
        <span role="status" className="soft small">
          {isSaved && !isChanged ? words.saved : ''}
        </span>
      </div>
    </form>
  )
}

function PictureChoice({ account, profile: { name, initials, picture } }: ProfileProps) {
  const { profile: words } = useWords()
  const file = useRef<HTMLInputElement>(null)
  const { run, error, isSaving } = useSaving()
  return (
    <div className="picture-choice">
      <Avatar name={name} initials={initials} size={4.5} {...(picture !== undefined && { photo: picture })} />
      <input
        ref={file}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        data-testid="picture-file"
        onChange={async ({ target }) => {
          const [chosen] = target.files ?? []
          if (chosen) await run(async () => account.update({ picture: await pictureOf(chosen) }))
          target.value = ''
        }}
      />
      <Button icon={Camera} isIdle={isSaving} aria-describedby="picture-rule" onClick={() => file.current?.click()}>
        {words.picture}
      </Button>
      {picture !== undefined && (
        <IconButton
          icon={Trash2}
          label={words.noPicture}
          data-testid="picture-remove"
          onClick={() => run(() => account.update({ picture: null }))}
        />
      )}
      <p id="picture-rule" className="picture-error small soft">
        {words.pictureRule}
      </p>
      <div role="alert" className="picture-error">
        {error && <ErrorNotice code={error.code} what={error.code === 'bad-option' ? words.badPicture : undefined} />}
      </div>
    </div>
  )
}
