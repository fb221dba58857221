import type { RingDevice, RingDeviceKind, Settings } from '@offhook/core'
import { Globe, type LucideIcon, Phone, Smartphone, TabletSmartphone, Users } from 'lucide-react'
import { Switch } from '../design/switch.tsx'
import type { Words } from '../i18n/language.ts'
import { formatMoment } from '../team/moment.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { CardWait } from './card-wait.tsx'

const icons: Readonly<Record<RingDeviceKind, LucideIcon>> = {
  ...{ browser: Globe, 'desk-phone': Phone, app: TabletSmartphone, mobile: Smartphone, teams: Users },
}

/** Everything of a person that can ring, and whether it does. */
export function DevicesCard({ settings }: { settings: Settings }) {
  const words = useWords()
  const { attempt } = useWorkspace()
  const now = useReadable(settings)
  if (now.status === 'loading') {
    return (
      <section className="card">
        <h3>{words.ringDevices.title}</h3>
        <CardWait />
      </section>
    )
  }
  const wanted = now.status === 'saving' ? now.wanted.rings : undefined
  return (
    <section className="card" data-testid="devices-card">
      <h3>{words.ringDevices.title}</h3>
      <p className="soft">{words.ringDevices.lead}</p>
      <ul>
        {now.value.devices.map((device) => {
          const Icon = icons[device.kind]
          return (
            <li
              key={device.id}
              className="ring-device"
              data-testid="ring-device"
              data-state={device.state}
              data-on={device.rings}
            >
              <Icon size={20} aria-hidden />
              <Switch
                isOn={wanted?.[device.id] ?? device.rings}
                onChange={(rings) => attempt(() => settings.ring(device.id, rings))}
              >
                <span className="ring-device-name">{device.name}</span>
                <span className="small soft">{stateOf(device, words)}</span>
              </Switch>
            </li>
          )
        })}
      </ul>
      {now.value.devices.length === 0 && <p>{words.ringDevices.none}</p>}
    </section>
  )
}

function stateOf({ state, lastSeen }: RingDevice, { ringDevices, locale }: Words): string {
  const seen =
    state === 'offline' && lastSeen !== undefined ? ringDevices.lastSeen(formatMoment(lastSeen, locale)) : undefined
  return [ringDevices.states[state], seen].filter((part) => part !== undefined).join(' · ')
}
