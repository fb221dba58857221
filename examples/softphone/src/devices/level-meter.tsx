import type { Readable } from '@offhook/core'
import { useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

const steps = Array.from({ length: 20 }, (_, step) => step)

/** How loud the microphone hears one now; the microphone is open only while this is in sight. */
export function LevelMeter({ level }: { level: Readable<number> }) {
  const { sound } = useWords()
  const now = useReadable(level)
  return (
    <div className="level">
      <meter className="for-ears" aria-label={sound.level} min={0} max={100} value={Math.round(now * 100)} />
      {steps.map((step) => (
        <span key={step} aria-hidden data-on={step < Math.round(now * steps.length)} />
      ))}
    </div>
  )
}
