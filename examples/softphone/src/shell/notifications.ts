import { useEffect } from 'react'
import { faceOf } from '../call/party.ts'
import { iconUrl } from '../design/icon.ts'
import { usePage, useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

/** Whether this browser has notifications at all. */
export const canNotify = () => typeof Notification !== 'undefined'

/** Tells of a call by a notification while the tab is out of sight; it goes when the call stops ringing. */
export function useNotifications(): void {
  const words = useWords()
  const { phone, tabs } = useWorkspace()
  const { wantsNotifications } = useReadable(usePage().preferences)
  useEffect(() => {
    if (!wantsNotifications || !canNotify()) return
    return phone.on('incoming', (call) => {
      if (!document.hidden || Notification.permission !== 'granted') return
      // every tab hears of the call, and one tells it
      if (tabs?.getSnapshot().isNotifier === false) return
      const { remote } = call.getSnapshot()
      const contact = remote.number === undefined ? undefined : phone.directory.lookup(remote.number)[0]
      const face = faceOf(remote, contact, words.unknownCaller)
      const body = words.notifications.body(face.company ?? (face.number || face.title))
      const notification = new Notification(face.title, { body, tag: call.id, icon: iconUrl() })
      notification.onclick = () => {
        window.focus()
        notification.close()
      }
      const stop = call.subscribe(() => {
        if (call.getSnapshot().status === 'ringing') return
        stop()
        notification.close()
      })
    })
  }, [phone, tabs, words, wantsNotifications])
}
