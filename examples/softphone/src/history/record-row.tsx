import { type CallRecord, type History, otherSide, talkTime } from '@offhook/core'
import {
  type LucideIcon,
  Phone,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Trash2,
  UserPlus,
  UserRound,
  Voicemail,
} from 'lucide-react'
import { formatDuration } from '../call/duration.ts'
import { faceOf } from '../call/party.ts'
import { newDraft } from '../contacts/draft.ts'
import { Button, IconButton } from '../design/button.tsx'
import type { Words } from '../i18n/language.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

const icons: Readonly<Record<CallRecord['kind'], LucideIcon | undefined>> = {
  ...{ missed: PhoneMissed, elsewhere: PhoneForwarded, voicemail: Voicemail },
  ...{ declined: PhoneOff, failed: PhoneOff, cancelled: PhoneOff, answered: undefined },
}

interface RecordRowProps {
  readonly record: CallRecord
  readonly history: History
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** A call there was; a click shows what can be done with it. */
export function RecordRow({ record, history, isOpen, onToggle }: RecordRowProps) {
  const words = useWords()
  const { phone, call, warm } = useWorkspace()
  const { directory } = phone
  useReadable(directory)
  const other = otherSide(record)
  const contact = other.number === undefined ? undefined : directory.lookup(other.number)[0]
  const face = faceOf(other, contact, words.unknownCaller)
  const Icon = icons[record.kind] ?? (record.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing)
  return (
    <li
      className="record"
      data-testid="record"
      data-kind={record.kind}
      data-direction={record.direction}
      data-seen={record.seen}
      data-open={isOpen}
    >
      <div className="record-line">
        <button type="button" className="contact-open" aria-expanded={isOpen} onClick={onToggle}>
          <Icon size={18} aria-hidden className="record-icon" />
          <span className="contact-who">
            <span className="one-line contact-name">
              <bdi>{face.title}</bdi>
            </span>
            <span className="one-line small soft">{lineOf(record, face.number, words)}</span>
          </span>
          <time className="small soft numbers" dateTime={new Date(record.startedAt).toISOString()}>
            {timeOf(record.startedAt, words)}
          </time>
        </button>
        {other.number !== undefined && (
          <IconButton
            icon={Phone}
            className="number-button"
            data-testid="call-back"
            label={words.history.callBack(face.title)}
            onPointerEnter={warm}
            onClick={() => call(other.number ?? '')}
          />
        )}
      </div>
      {isOpen && <RecordWays record={record} history={history} uid={contact?.uid} />}
    </li>
  )
}

/** To keep who it was, or to forget the call. */
function RecordWays({ record, history, uid }: { record: CallRecord; history: History; uid: string | undefined }) {
  const { history: words, contacts } = useWords()
  const { attempt, view } = useWorkspace()
  const { name, number } = otherSide(record)
  const known = { ...(name !== undefined && { name }), ...(number !== undefined && { number }) }
  return (
    <div className="record-ways">
      {uid !== undefined && (
        <Button icon={UserRound} data-testid="show-contact" onClick={() => view.toContact({ how: 'look', uid })}>
          {contacts.one}
        </Button>
      )}
      {uid === undefined && number !== undefined && (
        <Button
          icon={UserPlus}
          data-testid="save-contact"
          onClick={() => view.toContact({ how: 'add', draft: newDraft(known) })}
        >
          {words.save}
        </Button>
      )}
      <Button icon={Trash2} data-testid="delete-record" onClick={() => attempt(() => history.remove(record))}>
        {words.remove}
      </Button>
    </div>
  )
}

const timeOf = (at: number, { locale }: Words) =>
  new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hour12: false })

/** How it went and how long, and through whom or with which number. */
function lineOf(record: CallRecord, number: string, { history, call }: Words): string {
  const went = record.kind === 'answered' ? history.directions[record.direction] : history.kinds[record.kind]
  const lasted = talkTime(record)
  const via = record.via[0]?.name ?? record.via[0]?.number
  return [went, lasted > 0 ? formatDuration(lasted) : undefined, via && call.via(via), number]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
}
