/** First names, as many Dutch people have them. */
export const givenNames: readonly string[] = (
  'Anna Emma Sophie Julia Lotte Fleur Sanne Femke Iris Noor Maud Eva Lieke Roos Esmée Fatima Yasmin Aylin Zoë Chloé ' +
  'Daan Sem Lucas Thijs Bram Jesse Ruben Lars Niels Jeroen Sander Wouter Maarten Hendrik Pieter Gijs Joost René Björn ' +
  'Mehmet Youssef Omar Kees Jan Willem Marieke Hanneke Ingrid Monique Petra Annelies Gerrit Bart Koen'
).split(' ')

/** Last names, with what stands before them where something does. */
export const surnames: readonly { readonly particle?: string; readonly surname: string }[] = [
  ...'Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Smits Kok Jacobs Vermeulen'
    .split(' ')
    .map((surname) => ({ surname })),
  ...'Schouten Willems Hoekstra Koster Prins Huisman Peeters Kuipers Post Veenstra Yılmaz Kaya El-Amrani Nguyen Müller'
    .split(' ')
    .map((surname) => ({ surname })),
  { particle: 'de', surname: 'Jong' },
  { particle: 'de', surname: 'Wit' },
  { particle: 'de', surname: 'Groot' },
  { particle: 'van', surname: 'Dijk' },
  { particle: 'van', surname: 'Leeuwen' },
  { particle: 'van den', surname: 'Berg' },
  { particle: 'van der', surname: 'Linden' },
  { particle: 'van der', surname: 'Meer' },
  { particle: 'van de', surname: 'Ven' },
  { particle: "van 't", surname: 'Hof' },
  { particle: 'ter', surname: 'Horst' },
  { particle: 'ten', surname: 'Brink' },
]

/** Companies that do not exist. */
export const companies: readonly string[] = [
  'Bakkerij Zoet',
  'Van Houten Logistiek',
  'De Groene Kas',
  'Waterschap Oost',
  'Drukkerij Letterlust',
  'Fietsen & Zo',
  'Notariskantoor Brink',
  'Tandartsen aan de Gracht',
  'Hotel Zeezicht',
  'IJssel Techniek',
  'Kaasmakerij Molenaar',
  'Lumen Architecten',
  'Noordzee Transport',
  'Café ’t Hoekje',
  'Rietveld Interieur',
  'Schildersbedrijf Kleurrijk',
  'Studio Überzicht',
  'Zonnepanelen Direct',
]

/** What people are at their company. */
export const titles: readonly string[] = ['Inkoper', 'Directeur', 'Receptie', 'Planner', 'Boekhouder', 'Verkoper']
