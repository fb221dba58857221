import { useState } from 'react'
import { Switch } from '../design/switch.tsx'
import { canNotify } from '../shell/notifications.ts'
import { usePage } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

type Permission = NotificationPermission | 'unsupported'

const permissionNow = (): Permission => (canNotify() ? Notification.permission : 'unsupported')

/** Notifications of calls; the browser is asked by the click that turns them on, and never before. */
export function NotificationsCard() {
  const { preferences, words } = usePage()
  const { wantsNotifications } = useReadable(preferences)
  const [permission, setPermission] = useState(permissionNow)
  const turn = async (isOn: boolean) => {
    const answer = isOn && permission === 'default' ? await Notification.requestPermission() : permission
    setPermission(answer)
    preferences.choose({ wantsNotifications: isOn && answer === 'granted' })
  }
  const refusals: Partial<Record<Permission, string>> = {
    denied: words.notifications.blocked,
    unsupported: words.notifications.unsupported,
  }
  const refusal = refusals[permission]
  return (
    <section className="card">
      <h3>{words.notifications.title}</h3>
      <p className="soft">{words.notifications.lead}</p>
      {refusal === undefined ? (
        <Switch isOn={wantsNotifications && permission === 'granted'} onChange={turn}>
          {words.notifications.on}
        </Switch>
      ) : (
        <p>{refusal}</p>
      )}
    </section>
  )
}
