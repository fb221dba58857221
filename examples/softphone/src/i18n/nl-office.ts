import type { office as english } from './en-office.ts'

/** What is wrong with a field, in Dutch. */
const problems: Readonly<Record<string, string>> = {
  required: 'Vul dit in.',
  'too-long': 'Dit is te lang.',
  'too-short': 'Minstens 10 tekens.',
  'too-many': 'Dit zijn er te veel.',
  'bad-number': 'Dit is geen telefoonnummer.',
  'bad-value': 'Deze waarde kan niet.',
  'bad-format': 'Dit is niet goed geschreven.',
  'not-allowed': 'Daarheen kan niet worden doorgestuurd.',
}

/** The words about how one's calls are handled, and about oneself, in Dutch. */
export const office: typeof english = {
  problems,
  settings: { parts: { profile: 'Profiel', calls: 'Bellen', forwarding: 'Doorsturen', device: 'Dit apparaat' } },
  profile: {
    title: 'Profiel',
    fields: { name: 'Naam', initials: 'Initialen', mobile: 'Mobiel nummer' },
    email: 'E-mail',
    extension: 'Toestel',
    picture: 'Foto kiezen',
    pictureRule: 'PNG, JPEG of WebP van elke grootte; het midden wordt een vierkant.',
    noPicture: 'Foto weghalen',
    badPicture: 'Dit bestand is geen bruikbare foto.',
  },
  password: {
    title: 'Wachtwoord en sessies',
    from: 'Huidig wachtwoord',
    to: 'Nieuw wachtwoord',
    rule: 'Minstens 10 tekens.',
    wrong: 'Dit is niet je wachtwoord.',
    change: 'Wachtwoord wijzigen',
    changed: 'Gewijzigd. Andere apparaten zijn afgemeld.',
    everywhere: 'Overal afmelden',
    everywhereLead: 'Beëindigt je sessies op alle apparaten, ook dit.',
  },
  callerId: {
    show: 'Toon als',
    standard: 'Nummer dat anderen zien',
    usual: 'Dat van de afdeling',
  },
  calls: {
    title: 'Bellen',
    switches: {
      callWaiting: {
        label: 'Wisselgesprek',
        hint: 'Een tweede gesprek gaat over terwijl je belt; anders hoort de beller bezet.',
      },
      simultaneousRing: { label: 'Mijn mobiel gaat mee over', hint: 'Het nummer uit je profiel gaat tegelijk over.' },
      ringer: { label: 'Hoorbaar rinkelen', hint: 'Op elke computer; dit apparaat heeft een eigen schakelaar.' },
    },
  },
  ringDevices: {
    title: 'Apparaten die overgaan',
    lead: 'Gesprekken gaan naar wat aan staat.',
    none: 'Er zijn nog geen apparaten.',
    states: { reachable: 'Bereikbaar', offline: 'Offline', 'in-call': 'In gesprek' },
    lastSeen: (moment) => `gezien ${moment}`,
  },
  forwarding: {
    title: 'Doorsturen',
    when: 'Als mijn status is',
    rules: (count) => (count === 1 ? '1 regel' : `${count} regels`),
    callers: { outside: 'Bellers van buiten', inside: "Collega's" },
    situations: {
      always: 'Altijd',
      'outside-hours': 'Buiten werktijd',
      unreachable: 'Geen apparaat bereikbaar',
      busy: 'In gesprek',
      'no-answer': 'Geen gehoor',
    },
    choices: {
      off: 'Niet doorsturen',
      voicemail: 'Voicemail',
      colleague: 'Een collega',
      'own-mobile': 'Mijn mobiel',
      external: 'Een ander nummer',
      system: 'Een afdeling',
      'busy-tone': 'Bezettoon',
    },
    number: { external: 'Telefoonnummer', internal: 'Toestel' },
    after: 'Na hoeveel seconden',
  },
  hours: {
    title: 'Werktijden',
    open: 'Het is nu werktijd.',
    closed: 'Het is nu buiten werktijd.',
    own: 'Mijn werktijden zijn anders dan die van kantoor',
    free: 'Gesloten',
    zone: 'Tijdzone',
    from: (day) => `${day}, van`,
    to: (day) => `${day}, tot`,
    add: (day) => `Tijd toevoegen op ${day}`,
    remove: (day) => `Deze tijd weghalen op ${day}`,
  },
}
