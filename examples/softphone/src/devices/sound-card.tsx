import type { DeviceKind } from '@offhook/core'
import { Volume2 } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../design/button.tsx'
import { Select } from '../design/select.tsx'
import { Switch } from '../design/switch.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useMaybe, useReadable } from '../workspace/use-readable.ts'
import './devices.css'
import { LevelMeter } from './level-meter.tsx'

/** Microphone, speaker and ringer: chosen, tried, and seen to work. */
export function SoundCard() {
  const { sound } = useWords()
  const { phone, attempt } = useWorkspace()
  const { permission, canChooseSpeaker, isRingerOn } = useReadable(phone.devices)
  const settings = useMaybe(phone.settings)
  const isSilenced = settings !== undefined && settings.status !== 'loading' && !settings.value.ringer
  return (
    <section className="card">
      <h3>{sound.title}</h3>
      <DeviceChoice kind="microphone" />
      {permission === 'granted' ? <LevelMeter level={phone.devices.level} /> : <AskPermission />}
      {canChooseSpeaker ? (
        <>
          <DeviceChoice kind="speaker" />
          <DeviceChoice kind="ringer" />
        </>
      ) : (
        <FixedSpeaker />
      )}
      <Switch isOn={isRingerOn} onChange={(isOn) => attempt(() => phone.devices.setRinger(isOn))}>
        {sound.ringerOn}
      </Switch>
      {isSilenced && (
        <p className="soft small" data-testid="ringer-silenced">
          {sound.silenced}
        </p>
      )}
    </section>
  )
}

/** One device of a kind, with a test where one can hear it. */
function DeviceChoice({ kind }: { kind: DeviceKind }) {
  const { sound } = useWords()
  const { phone, attempt } = useWorkspace()
  const { chosen, microphones, speakers } = useReadable(phone.devices)
  const devices = (kind === 'microphone' ? microphones : speakers).filter(({ label }) => label !== '')
  const id = useId()
  return (
    <div className="device">
      <div className="label">
        <label htmlFor={id}>{sound[kind]}</label>
        <Select
          id={id}
          data-testid={`device-${kind}`}
          value={chosen[kind] ?? systemDefault}
          onChange={({ target }) => attempt(() => phone.devices.choose(kind, target.value))}
        >
          <option value={systemDefault}>{sound.systemDefault}</option>
          {devices.map((device) => (
            <option key={device.id} value={device.id}>
              {device.label}
            </option>
          ))}
        </Select>
      </div>
      {kind !== 'microphone' && <TestButton kind={kind} />}
    </div>
  )
}

// the id browsers give to whatever the system plays through today
const systemDefault = 'default'

function TestButton({ kind }: { kind: 'speaker' | 'ringer' }) {
  const { sound } = useWords()
  const { phone, attempt } = useWorkspace()
  return (
    <Button
      icon={Volume2}
      data-testid={`test-${kind}`}
      aria-label={sound.testOf(sound[kind])}
      onClick={() => attempt(() => phone.devices.test(kind))}
    >
      {sound.test}
    </Button>
  )
}

function AskPermission() {
  const { sound } = useWords()
  const { phone, attempt } = useWorkspace()
  const { permission } = useReadable(phone.devices)
  return (
    <div className="device-ask">
      <p className="soft">{permission === 'denied' ? sound.denied : sound.why}</p>
      {permission === 'ask' && (
        <Button data-testid="allow-microphone" onClick={() => attempt(phone.devices.allow)}>
          {sound.allow}
        </Button>
      )}
    </div>
  )
}

function FixedSpeaker() {
  const { sound } = useWords()
  return (
    <div className="settings-row">
      <p className="soft">{sound.fixedSpeaker}</p>
      <TestButton kind="speaker" />
    </div>
  )
}
