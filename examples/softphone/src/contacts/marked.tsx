import { Fragment } from 'react'
import { formatNumber } from '../dial/format.ts'
import { highlight, highlightNumber, type Piece } from './highlight.ts'

/** A text in which what was searched for is marked. */
export const Marked = ({ text, wanted }: { text: string; wanted: string }) => (
  <Pieces pieces={highlight(text, wanted)} />
)

/** A number, as it is written, in which the digits that were searched for are marked. */
export const MarkedNumber = ({ number, wanted }: { number: string; wanted: string }) => (
  <Pieces pieces={highlightNumber(formatNumber(number), wanted)} />
)

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  // pieces have no identity but their place
  return pieces.map(({ text, isMatch }, at) => {
    const key = `${at} ${text}`
    return isMatch ? <mark key={key}>{text}</mark> : <Fragment key={key}>{text}</Fragment>
  })
}
