import { type Book, fieldsOf, OffhookError, readContacts, writeCsv, writeVcards } from '@offhook/core'
import { Download, Ellipsis, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Menu, MenuItem } from '../design/menu.tsx'
import type { Words } from '../i18n/language.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'

const formats = {
  vcard: { write: writeVcards, type: 'text/vcard', name: 'contacts.vcf' },
  csv: { write: writeCsv, type: 'text/csv', name: 'contacts.csv' },
} as const

type Format = keyof typeof formats

const everything = 1_000_000

/** Contacts from a file into the own phonebook, and a phonebook into a file. */
export function FileMenu({ book }: { book: Book | undefined }) {
  const words = useWords()
  const { phone, attempt } = useWorkspace()
  const file = useRef<HTMLInputElement>(null)
  const { said, take } = useImport()
  const save = (format: Format) => {
    const { write, type, name } = formats[format]
    const contacts = phone.directory.list({ limit: everything, ...(book && { book: book.id }) })
    download(new Blob([write(contacts)], { type }), name)
  }
  return (
    <>
      <p className="for-ears" role="status" data-testid="import-report">
        {said}
      </p>
      <input
        ref={file}
        type="file"
        hidden
        accept=".vcf,.csv,text/vcard,text/csv"
        data-testid="import-file"
        onChange={({ target }) => {
          const [chosen] = target.files ?? []
          if (chosen) attempt(() => take(chosen))
          // the same file can be chosen again
          target.value = ''
        }}
      />
      <Menu
        className="icon-button"
        label={words.contacts.files}
        aria-label={words.contacts.files}
        testId="files"
        side="right"
        content={(close) => (
          <FileItems
            said={said}
            onImport={() => file.current?.click()}
            onExport={(format) => {
              close()
              save(format)
            }}
          />
        )}
      >
        <Ellipsis size={20} aria-hidden />
      </Menu>
    </>
  )
}

interface FileItemsProps {
  /** How far the last import is, or what came of it. */
  readonly said: string
  readonly onImport: () => void
  readonly onExport: (format: Format) => void
}

function FileItems({ said, onImport, onExport }: FileItemsProps) {
  const { contacts } = useWords()
  return (
    <>
      <MenuItem icon={<Upload size={18} aria-hidden />} onClick={onImport} data-testid="import">
        {contacts.import}
      </MenuItem>
      {said !== '' && <p className="menu-said small">{said}</p>}
      {(['vcard', 'csv'] as const).map((format) => (
        <MenuItem
          key={format}
          icon={<Download size={18} aria-hidden />}
          data-testid={`export-${format}`}
          onClick={() => onExport(format)}
        >
          {contacts.export[format]}
        </MenuItem>
      ))}
    </>
  )
}

// as many characters as are read of a file; a file of more bytes than four for each is not even opened
const longestBytes = 80_000_000

/** Takes a file in, and says how far it is and what came of it. */
function useImport() {
  const words = useWords()
  const { phone } = useWorkspace()
  const [said, setSaid] = useState('')
  const take = async (file: File) => {
    setSaid(words.contacts.reading)
    try {
      if (file.size > longestBytes) throw new OffhookError('too-large')
      const read = await readContacts(await file.text())
      const progress = (done: number, of: number) => setSaid(words.contacts.importing(done, of))
      const { added, failed } = await phone.directory.createMany(fieldsOf(read), { progress })
      setSaid(reportOf({ added: added.length, failed: failed.length + read.problems.length }, words))
    } catch (error) {
      setSaid('')
      throw error
    }
  }
  return { said, take }
}

const reportOf = ({ added, failed }: { added: number; failed: number }, { contacts }: Words) =>
  failed === 0 ? contacts.imported(added) : `${contacts.imported(added)} ${contacts.notImported(failed)}`

function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // the browser has begun by then
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
