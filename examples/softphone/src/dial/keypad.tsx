import type { DialKey } from '@offhook/core'
import { useRef } from 'react'
import { useWords } from '../workspace/context.ts'
import './dial.css'

const keys: readonly (readonly [key: DialKey, letters: string])[] = [
  ...([
    ['1', ''],
    ['2', 'ABC'],
    ['3', 'DEF'],
  ] as const),
  ...([
    ['4', 'GHI'],
    ['5', 'JKL'],
    ['6', 'MNO'],
  ] as const),
  ...([
    ['7', 'PQRS'],
    ['8', 'TUV'],
    ['9', 'WXYZ'],
  ] as const),
  ...([
    ['*', ''],
    ['0', '+'],
    ['#', ''],
  ] as const),
]

interface KeypadProps {
  readonly onPress: (key: DialKey) => void
  /** Whether zero held down is a plus. */
  readonly hasPlus?: boolean
}

/** The twelve keys of a telephone. */
export function Keypad({ onPress, hasPlus = false }: KeypadProps) {
  const { dial } = useWords()
  return (
    <fieldset className="keypad" aria-label={dial.keypad}>
      {keys.map(([key, letters]) =>
        key === '0' && hasPlus ? (
          <ZeroKey key={key} onPress={onPress} hint={dial.plus} />
        ) : (
          <Key key={key} digit={key} letters={key === '0' ? '' : letters} onClick={() => onPress(key)} />
        ),
      )}
    </fieldset>
  )
}

interface KeyProps extends React.ComponentProps<'button'> {
  readonly digit: DialKey
  readonly letters: string
}

function Key({ digit, letters, ...rest }: KeyProps) {
  return (
    <button type="button" className="key" data-testid={`key-${digit}`} {...rest}>
      <span className="key-digit" data-digit={digit}>
        {digit}
      </span>
      <span className="key-letters" aria-hidden>
        {letters}
      </span>
    </button>
  )
}

const longPress = 500

/** Zero, and plus when it is held down. */
function ZeroKey({ onPress, hint }: { onPress: (key: DialKey) => void; hint: string }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isHeld = useRef(false)
  const down = () => {
    isHeld.current = false
    timer.current = setTimeout(() => {
      isHeld.current = true
      onPress('+')
    }, longPress)
  }
  const up = () => clearTimeout(timer.current)
  return (
    <Key
      digit="0"
      letters="+"
      title={hint}
      onPointerDown={down}
      onPointerUp={up}
      onPointerLeave={up}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => {
        // the click that ends a long press is not another zero
        if (!isHeld.current) onPress('0')
        isHeld.current = false
      }}
    />
  )
}
