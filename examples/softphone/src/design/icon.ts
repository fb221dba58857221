const handset =
  'M10 7h3l2 5-2.500 1.600a12 12 0 0 0 5.900 5.900L20 17l5 2v3a2.500 2.500 0 0 1-2.800 2.500A16.500 16.500 0 0 1 7.500 9.800 2.500 2.500 0 0 1 10 7z'

/** The icon of the page as a data URL, which needs no exchange to be there; with a dot of a colour in its corner. */
export function iconUrl(dot?: string): string {
  const badge =
    dot === undefined ? '' : `<circle cx="24.500" cy="7.500" r="7" fill="${dot}" stroke="#fff" stroke-width="2"/>`
  const back = '<rect width="32" height="32" rx="9" fill="#3b4fd1"/>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${back}<path d="${handset}" fill="#fff"/>${badge}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
