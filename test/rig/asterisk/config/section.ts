/** One section of an Asterisk configuration file; the header is written out, as in `[alice](webrtc)`. */
export function section(header: string, settings: Readonly<Record<string, string | number>>): string {
  return [header, ...Object.entries(settings).map(([key, value]) => `${key}=${value}`), ''].join('\n')
}
