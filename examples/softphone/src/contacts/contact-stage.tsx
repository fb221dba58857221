import { ArrowLeft, UserX } from 'lucide-react'
import { useMemo } from 'react'
import { IconButton } from '../design/button.tsx'
import { Empty } from '../design/empty.tsx'
import { useFreeFocus } from '../design/use-free-focus.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import type { OpenContact } from '../workspace/view.ts'
import { ContactCard } from './contact-card.tsx'
import { ContactForm } from './contact-form.tsx'

/** The contact that is looked at or written. */
export function ContactStage({ open }: { open: OpenContact }) {
  const { contacts } = useWords()
  const { view } = useWorkspace()
  return (
    <section className="contact-stage" aria-label={contacts.one} ref={useFreeFocus()} tabIndex={-1}>
      <IconButton
        icon={ArrowLeft}
        label={contacts.back}
        className="contact-back"
        onClick={() => view.toContact(undefined)}
      />
      {open.how === 'add' ? (
        <ContactForm
          key="new"
          draft={open.draft}
          onDone={(uid) => view.toContact(uid ? { how: 'look', uid } : undefined)}
        />
      ) : (
        <Known key={open.uid} uid={open.uid} isEdited={open.how === 'edit'} />
      )}
    </section>
  )
}

function Known({ uid, isEdited }: { uid: string; isEdited: boolean }) {
  const { contacts } = useWords()
  const { phone, view } = useWorkspace()
  const contact = useReadable(useMemo(() => phone.directory.of(uid), [phone, uid]))
  // it may be taken away in another window while one looks at it
  if (contact === undefined) return <Empty icon={UserX} text={contacts.gone} />
  if (!isEdited) return <ContactCard contact={contact} />
  return <ContactForm contact={contact} onDone={() => view.toContact({ how: 'look', uid })} />
}
