import type { CallSnapshot } from '@offhook/core'
import type { Words } from '../i18n/language.ts'
import { useWords } from '../workspace/context.ts'
import { barsOf, type Sound, soundOf } from './quality.ts'

type Tone = 'good' | 'wait' | 'bad' | 'none'

/** How the call sounds: bars for the eye, a word for everybody, a warning by its name. */
export function QualityMark({ now }: { now: CallSnapshot }) {
  const words = useWords()
  if (now.status !== 'connected') return <p className="quality small" data-tone="none" />
  const sound = soundOf(now)
  return (
    <p className="quality small" data-tone={toneOf(sound)} data-testid="quality">
      <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 5}
            y={9 - bar * 3}
            width="3"
            height={5 + bar * 3}
            rx="1"
            data-on={bar < barsFor(sound)}
          />
        ))}
      </svg>
      <span role="status">{textOf(sound, words)}</span>
    </p>
  )
}

function barsFor(sound: Sound): number {
  if (sound.kind === 'grade') return barsOf[sound.grade]
  if (sound.kind === 'warning') return 1
  return sound.media === 'flowing' ? 4 : 0
}

function toneOf(sound: Sound): Tone {
  if (sound.kind === 'warning') return sound.warning === 'no-packets' ? 'bad' : 'wait'
  if (sound.kind === 'grade') return sound.grade === 'poor' ? 'bad' : sound.grade === 'fair' ? 'wait' : 'good'
  if (sound.media === 'silent' || sound.media === 'interrupted') return 'bad'
  return sound.media === 'flowing' ? 'good' : 'none'
}

function textOf(sound: Sound, words: Words): string {
  if (sound.kind === 'warning') return words.warnings[sound.warning]
  return sound.kind === 'grade' ? words.quality[sound.grade] : words.media[sound.media]
}
