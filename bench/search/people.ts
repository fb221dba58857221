import type { Contact, ContactName, ContactPhone } from '@offhook/core'
import { createRandom, type Random } from './random.ts'

const list = (text: string) => text.trim().split(/\s*,\s*/)

const given = list(`
  Jan, Peter, Hans, Anna, Maria, Johan, Kees, Piet, Henk, Erik, Marieke, Sanne, Daan, Lucas, Emma, Sophie, Julia, Tess, Thomas,
  Lars, Tim, Ruud, Bart, Koen, Niels, Femke, Lotte, Iris, Eva, Sven, Rob, Wim, Ad, Ada, Bram, Cor, Dirk, Ed, Frank, Gerard, Harm,
  Ingrid, Jaap, Karin, Linda, Monique, Nico, Olga, Petra, Quinten, Renée, Sjoerd, Truus, Ursula, Vera, Willem, Xander, Yvonne, Zoë,
  André, René, Chloë, Daniël, Michaël, Joëlle, Loïs, Noël, Raphaël, Anaïs, José, Inès, Jürgen, Søren, Łukasz, Paweł, Agnieszka,
  Małgorzata, Mehmet, Ayşe, Gökhan, Işık, Özlem, Şükrü, Çağla, Mohamed, Fatima, Youssef, Khadija, Ilias, Samira, Jan-Willem,
  Anne-Marie, Jan Peter, Pieter-Jan, Marie-José, Bob, Alice, Carol, Dave, Esra, Gijs, Hidde, Ivo, Joost, Klaas, Lieke, Maud, Noor,
  Otto, Pim, Roos, Stijn, Teun, Ugo, Victor, Wouter, Yara, Zeynep, Aleksandra, Bogdan, Cristina, Dimitri, Élodie, François, Günther`)
const particles = list(
  `van, de, van der, van den, van de, ter, ten, te, van 't, in 't, op de, van der, van den, de, van, den, von, 't, la`,
)
const plainSurnames = list(`
  Jansen, Bakker, Visser, Smit, Meijer, Mulder, Bos, Vos, Peters, Hendriks, Dekker, Brouwer, Willems, Hermans, Wit, Kok, Jacobs,
  Maas, Vermeulen, Koster, Prins, Blom, Huisman, Peeters, Kuipers, Postma, Martens, Evers, Gerritsen, Sanders, Wolters, Timmermans,
  Yılmaz, Öztürk, Çelik, Şahin, Kaya, Demir, El Idrissi, Bouazza, Nowak, Kowalski, Wiśniewski, Müller, Schröder, Nguyễn, O'Brien,
  Jansen-Pietersen, Bakker-Smit, Fernández, García, Dubois, Lefèvre, Sørensen, Wójcik, Popescu, Ångström, Citroën, Guinée`)
const particleSurnames = list(`
  Berg, Dijk, Vries, Boer, Groot, Bosch, Linden, Heuvel, Meer, Velde, Broek, Leeuwen, Graaf, Haan, Jong, Brink, Wal, Horst, Ende,
  Laan, Ploeg, Steen, Pol, Kamp, Veen, Hoek, Beek, Poel, Veer, Lugt, Hart, Hof, Zanden, Wetering, Schoot, Bruggen, Heijden`)
const stems = list(`
  Zand, Hout, Riet, Wind, Water, Molen, Kerk, Brug, Steen, Oude, Nieuwen, Groen, Zwarte, Witte, Lange, Korte, Hooge, Laage, Noord,
  Zuid, Ooster, Wester, Winter, Zomer, Duin, Bos, Heide, Veld, Rozen, Linden, Eiken, Beuken, Elzen, Wilgen, Appel, Peren, Korn`)
const ends = list(
  'man, mans, huis, huizen, berg, burg, stra, sma, inga, ema, veld, kamp, dijk, brink, horst, hof, boom, ink, wijk, laar, loo, donk',
)
const trades = list(`
  Bakkerij, Slagerij, Bouwbedrijf, Garage, Transport, Advocaten, Makelaardij, Installatietechniek, Schildersbedrijf, Kwekerij,
  Administratiekantoor, Tandartspraktijk, Huisartsenpraktijk, Autobedrijf, Loonbedrijf, Drukkerij, Uitgeverij, Apotheek, Hotel,
  Restaurant, Café, Stichting, Gemeente, Hogeschool, Ziekenhuis, Verzekeringen, Notariskantoor, Reclamebureau, Studio, Groep`)
const legal = list('B.V., BV, N.V., VOF, & Zn., Holding B.V., Nederland B.V., , , ')
const places = list(
  'Amsterdam, Utrecht, Den Haag, Zwolle, ’s-Hertogenbosch, Súdwest-Fryslân, Breda, Zeist, IJmuiden, Assen',
)
const areas = list('20, 10, 70, 30, 40, 50, 24, 26, 13, 76, 38, 58, 495, 341, 229, 515, 113, 577')
const foreign = list('32, 49, 44, 33, 48, 90, 212')

const surnames = (random: Random) => {
  const made = stems.flatMap((stem) => ends.map((end) => `${stem}${end}`))
  return [...plainSurnames, ...made.sort(() => random.next() - 0.5)]
}

/** Contacts of a Dutch company and whom it knows: the same in every run, and in no order. */
export function makeContacts(count: number, seed = 1): readonly Contact[] {
  const random = createRandom(seed)
  const families = surnames(random)
  const companies = Array.from({ length: Math.ceil(count / 8) }, () => companyOf(random, families))
  return Array.from({ length: count }, (_, at) => {
    const isCompany = random.isTrue(0.12)
    const company = random.pickOften(companies)
    const name = isCompany ? { full: random.pick(companies) } : nameOf(random, families)
    const book = random.isTrue(0.03) ? 'internal' : random.isTrue(0.04) ? 'personal' : 'external'
    return {
      ...{ uid: `c${at}`, book, kind: isCompany ? 'org' : 'individual', name },
      organizations: !isCompany && random.isTrue(0.6) ? [{ name: company }] : [],
      titles: [],
      phones: phonesOf(random, book),
      emails: [],
      readOnly: book !== 'personal',
      favourite: random.isTrue(0.002),
    }
  })
}

function nameOf(random: Random, families: readonly string[]): ContactName {
  const first = random.isTrue(0.05) ? `${String.fromCharCode(65 + random.below(26))}.` : random.pickOften(given)
  const particle = random.isTrue(0.3) ? random.pick(particles) : undefined
  const surname = particle === undefined ? random.pickOften(families) : random.pickOften(particleSurnames)
  const full = [first, particle, surname].filter((part) => part !== undefined).join(' ')
  // half of what is written down says only how the name is said
  if (random.isTrue(0.4)) return { full }
  return { full, given: first, surname, ...(particle === undefined ? {} : { particle }) }
}

function companyOf(random: Random, families: readonly string[]): string {
  const about = random.isTrue(0.7) ? random.pick(families) : random.pick(places)
  return `${random.pick(trades)} ${random.isTrue(0.2) ? 'De ' : ''}${about} ${random.pick(legal)}`.trim()
}

function phonesOf(random: Random, book: string): readonly ContactPhone[] {
  const mobile = { number: `+316${random.digits(8)}` }
  const area = random.pickOften(areas)
  const fixed = { number: `+31${area}${random.digits(9 - area.length)}` }
  if (book === 'internal') return [{ number: String(200 + random.below(7_800)) }, mobile]
  if (random.isTrue(0.04)) return [{ number: `+${random.pick(foreign)}${random.digits(9)}` }]
  if (random.isTrue(0.03)) return [{ number: `${fixed.number};ext=${random.digits(3)}` }]
  if (random.isTrue(0.4)) return [mobile]
  return random.isTrue(0.5) ? [fixed] : [fixed, mobile]
}
