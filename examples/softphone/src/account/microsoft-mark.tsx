const squares = [
  ['#f25022', 0, 0],
  ['#7fba00', 10, 0],
  ['#00a4ef', 0, 10],
  ['#ffb900', 10, 10],
] as const

/** The four squares, as Microsoft wants them on such a button. */
export const MicrosoftMark = () => (
  <svg width="19" height="19" viewBox="0 0 19 19" aria-hidden="true">
    {squares.map(([fill, x, y]) => (
      <rect key={fill} fill={fill} x={x} y={y} width="9" height="9" />
    ))}
  </svg>
)
