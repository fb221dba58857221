import type { CallSnapshot, MediaHealth, Quality, QualityWarning } from '@offhook/core'

/** How good a line is, in four steps. */
export type Grade = 'excellent' | 'good' | 'fair' | 'poor'

const grades: readonly (readonly [atLeast: number, grade: Grade])[] = [
  [4.2, 'excellent'],
  [3.8, 'good'],
  [3.1, 'fair'],
]

/** The grade of a mean opinion score (ITU-T G.107): 4.2, 3.8 and 3.1 are the limits between the steps. */
export const gradeOf = ({ mos }: Quality): Grade => grades.find(([atLeast]) => mos >= atLeast)?.[1] ?? 'poor'

/** How many of four bars stand for a grade. */
export const barsOf: Readonly<Record<Grade, number>> = { excellent: 4, good: 3, fair: 2, poor: 1 }

/** What there is to say about the sound of a call: the worst thing first, or else how good it is. */
export type Sound =
  | { readonly kind: 'media'; readonly media: MediaHealth }
  | { readonly kind: 'warning'; readonly warning: QualityWarning }
  | { readonly kind: 'grade'; readonly grade: Grade }

const byWeight: readonly QualityWarning[] = [
  ...(['no-packets', 'microphone-silent', 'high-loss'] as const),
  ...(['high-jitter', 'high-delay', 'low-quality'] as const),
]

/** Judges the sound of a call that is connected. */
export function soundOf({ media, quality, muted, remoteHold }: CallSnapshot): Sound {
  if (media === 'connecting' || media === 'interrupted') return { kind: 'media', media }
  // silence is as it should be for a muted microphone, and on hold
  const isExpected = (warning: QualityWarning) =>
    (warning === 'microphone-silent' && muted) || (warning === 'no-packets' && remoteHold)
  const warning = byWeight.find((each) => quality?.warnings.includes(each) && !isExpected(each))
  if (warning) return { kind: 'warning', warning }
  if (media === 'silent' && !remoteHold) return { kind: 'media', media }
  return quality === undefined ? { kind: 'media', media } : { kind: 'grade', grade: gradeOf(quality) }
}
