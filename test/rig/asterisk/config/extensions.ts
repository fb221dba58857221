import { type Person, people } from '../people.ts'

/** How the dialplan reads a variable or function. */
const variable = (name: string) => `$\{${name}}`

/** What a test can dial besides people: each number with the applications that Asterisk runs for it. */
const services: Record<string, readonly string[]> = {
  // echo
  600: ['Answer()', 'Echo()'],
  // a tone of 1000 Hz
  601: ['Answer()', 'Playtones(1000/600000)', 'Wait(600)'],
  // early media: 183 and 800 Hz for four seconds, then an answer and 1200 Hz
  602: [
    'Progress()',
    'Playtones(800/600000)',
    'Wait(4)',
    'StopPlaytones()',
    'Answer()',
    'Playtones(1200/600000)',
    'Wait(600)',
  ],
  // reads four digits and tells the manager interface
  603: ['Answer()', 'Read(DIGITS,,4,,1,8)', `UserEvent(GotDigits,Digits: ${variable('DIGITS')})`, 'Hangup()'],
  // rings for ever
  604: ['Ringing()', 'Wait(86400)'],
  // busy: 486
  605: ['Busy(5)'],
  // congestion: 503
  606: ['Congestion(5)'],
  // answers, and hangs up after a second
  607: ['Answer()', 'Wait(1)', 'Hangup()'],
}

export const extensionsConf = () =>
  [
    '[general]',
    'static=yes',
    'writeprotect=yes',
    '',
    '[internal]',
    ...people.flatMap(personSteps),
    ...Object.entries(services).flatMap(([extension, steps]) => extensionSteps(extension, steps)),
    // the target of a REFER whose Replaces names a dialog of another system
    ...extensionSteps('external_replaces', ['Hangup()']),
    '',
  ].join('\n')

/** Rings all devices of a person at once; the cause of a failed call goes back to the caller as it came. */
const personSteps = ({ user, extension }: Person) => [
  `exten => ${extension},hint,PJSIP/${user}`,
  ...extensionSteps(extension, [
    `Set(DEVICES=${variable(`PJSIP_DIAL_CONTACTS(${user})`)})`,
    `GotoIf($["${variable('DEVICES')}"=""]?offline)`,
    `Dial(${variable('DEVICES')},30,tT)`,
    `Hangup(${variable('HANGUPCAUSE')})`,
  ]),
  // Q.850 cause 20, subscriber absent: 480
  ' same => n(offline),Hangup(20)',
]

const extensionSteps = (extension: string, [first = '', ...others]: readonly string[]) => [
  `exten => ${extension},1,${first}`,
  ...others.map((step) => ` same => n,${step}`),
]
