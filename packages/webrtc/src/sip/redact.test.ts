import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from './redact.ts'

const redacted = createRedactor('salt')
const message = (...lines: string[]) => [...lines, 'Content-Length: 0', '', ''].join('\r\n')

describe('what is left of a message', () => {
  test('a request keeps its method, its order and what belongs together, and not whom it is for', () => {
    const invite = message(
      'INVITE sip:+31201234567@phone.example.nl SIP/2.0',
      'Via: SIP/2.0/WSS 7f3k.invalid;branch=z9hG4bK123',
      'From: "Ada" <sip:201@phone.example.nl>;tag=abc',
      'To: <sip:+31201234567@phone.example.nl>',
      'Call-ID: 1@10.0.0.1',
      'CSeq: 2 INVITE',
    )
    const [title, via, from, to, callId, cseq] = redacted(invite).split('\r\n')
    expect(title).toBe('INVITE sip:[redacted] SIP/2.0')
    expect(via).toMatch(/^Via: SIP\/2.0\/WSS \[redacted\];branch=#\w+$/)
    expect(from).toMatch(/^From: <sip:\[redacted\]>;tag=#\w+$/)
    expect(to).toBe('To: <sip:[redacted]>')
    expect(callId).toMatch(/^Call-ID: #\w+$/)
    expect(cseq).toBe('CSeq: 2 INVITE')
  })

  test('messages of one call have the same mark, those of another trace have not', () => {
    const callIdOf = (text: string) => /Call-ID: (\S+)/.exec(text)?.[1]
    const bye = message('BYE sip:1@x SIP/2.0', 'Call-ID: one')
    const ok = message('SIP/2.0 200 OK', 'i: one')
    expect(callIdOf(redacted(bye))).toBe(redacted(ok).split('\r\n')[1]?.slice(3))
    expect(callIdOf(redacted(bye))).not.toBe(callIdOf(createRedactor()(bye)))
  })

  test('an answer keeps its code, and why without the words', () => {
    const busy = message(
      'SIP/2.0 486 Ada is out',
      'Reason: Q.850;cause=17;text="Ada, busy"',
      'Reason: SIP ;text="x";cause=486',
    )
    expect(redacted(busy).split('\r\n').slice(0, 3)).toEqual([
      'SIP/2.0 486',
      'Reason: Q.850;cause=17',
      'Reason: SIP;cause=486',
    ])
  })

  test('a challenge keeps its algorithm, credentials keep nothing', () => {
    const asked = message(
      'SIP/2.0 401 x',
      'WWW-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-256, stale=true',
    )
    expect(redacted(asked)).toContain('WWW-Authenticate: Digest [redacted], algorithm=SHA-256, stale=true\r\n')
    const given = message('REGISTER sip:x SIP/2.0', 'Authorization: Digest username="ada", response="00ff"')
    expect(redacted(given)).toContain('Authorization: [redacted]\r\n')
  })

  test('a description keeps what is agreed on: formats, direction, kinds of candidates', () => {
    const sdp = [
      'v=0',
      'o=ada 1 1 IN IP4 10.0.0.1',
      's=Call with Bob',
      'c=IN IP6 2001:db8::1',
      't=0 0',
      'm=audio 55710 UDP/TLS/RTP/SAVPF 111 0',
      'a=candidate:1 1 udp 2122 192.168.1.17 55710 typ srflx raddr 10.0.0.1 rport 9',
      'a=ice-pwd:secret',
      'a=rtpmap:111 opus/48000/2',
      'a=sendonly',
      'a=ssrc:1 cname:ada@home',
    ].join('\r\n')
    const text = redacted(['SIP/2.0 200 OK', 'Content-Type: application/sdp', '', sdp].join('\r\n'))
    expect(text.split('\r\n\r\n')[1]?.split('\r\n')).toEqual([
      'v=0',
      'o=[redacted]',
      's=[redacted]',
      'c=[redacted]',
      't=0 0',
      'm=audio 55710 UDP/TLS/RTP/SAVPF 111 0',
      'a=candidate:[redacted] 1 udp typ srflx',
      'a=ice-pwd:[redacted]',
      'a=rtpmap:111 opus/48000/2',
      'a=sendonly',
      'a=ssrc:[redacted]',
    ])
  })

  test('news about a transfer keeps its code, digits and anything else keep their length', () => {
    const notify = (body: string) => redacted(`NOTIFY sip:x SIP/2.0\r\n\r\n${body}`).split('\r\n\r\n')[1]
    expect(notify('SIP/2.0 180 Ada rings')).toBe('SIP/2.0 180')
    expect(notify('Signal=5\r\nDuration=160')).toBe('[22 characters]')
  })

  test('what is no SIP message keeps only its length', () => {
    expect(redacted('pin=1234')).toBe('[8 characters that are no SIP message]')
  })
})

describe('nothing personal or secret survives', () => {
  const letters = fc.stringMatching(/^[A-Z][a-z]{6,12}$/)
  const number = fc.stringMatching(/^(\+31|06|00)[0-9]{7,10}$/)
  const ip4 = fc.ipV4().filter((address) => address.length > 8)
  const ip6 = fc.ipV6().filter((address) => address.length > 8)
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/)
  const digits = fc.stringMatching(/^[0-9*#]{7,12}$/)

  /** Every form in which a header gives an address, short ones too. */
  const addressed = ['From', 'f', 'To', 't', 'Contact', 'm', 'Refer-To', 'r', 'Referred-By', 'b', 'P-Asserted-Identity']
    .concat([
      'P-Preferred-Identity',
      'P-Called-Party-ID',
      'Remote-Party-ID',
      'Diversion',
      'History-Info',
      'Route',
      'Reply-To',
    ])
    .concat(['Record-Route', 'Path', 'Alert-Info', 'Call-Info', 'X-Caller', 'Subject', 's', 'Organization', 'Warning'])

  const forms: readonly ((name: string, number: string, host: string) => string)[] = [
    (name, number, host) => `"${name}" <sip:${number}@${host}>;tag=${name}`,
    (name, number, host) =>
      `"\\"${name}\\" \\\\ ${name}" <sips:${number}:${name}@${host}:5061;user=phone?Replaces=${number}>`,
    (name, number, host) => `${name} ${name} <sip:${number}@${host};ob>;+sip.instance="<urn:uuid:${number}>"`,
    (name, number) => `<tel:${number};phone-context=${name}>`,
    (name, number, host) => `sip:${number}@${host};x=${name}`,
    (name, number, host) => `\r\n "${name}"\r\n\t<sip:${number}@${host}>, "${name}" <sip:${number}@${host}>`,
  ]

  test('in any header, in any form', () => {
    fc.assert(
      fc.property(
        letters,
        number,
        fc.oneof(ip4, ip6, letters),
        fc.constantFrom(...addressed),
        fc.constantFrom(...forms),
        (name, number, host, header, form) => {
          const text = redacted(
            message(`INVITE sip:${number}@${host} SIP/2.0`, `${header}: ${form(name, number, host)}`),
          )
          for (const personal of [name, number, host]) expect(text).not.toContain(personal)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('in the headers of the protocol itself', () => {
    const carriers: readonly ((what: string) => string)[] = [
      (what) => `Via: SIP/2.0/WS ${what};branch=${what};received=${what}`,
      (what) => `v: SIP/2.0/${what} x`,
      (what) => `Call-ID: ${what}@${what}`,
      (what) => `i:${what}`,
      (what) => `Replaces: ${what};to-tag=${what};from-tag=${what}`,
      (what) => `Authorization: Digest username="${what}", response="${what}"`,
      (what) => `Proxy-Authorization: Basic ${what}`,
      (what) => `WWW-Authenticate: Digest realm="${what}", nonce="${what}", opaque="${what}"`,
      (what) => `Authentication-Info: nextnonce="${what}"`,
      (what) => `User-Agent: ${what}`,
      (what) => `Reason: SIP;cause=200;text="${what}"`,
      (what) => `Reason: ${what};cause=16`,
      (what) => `Event: dialog;id="${what}"`,
      (what) => `Supported: ${what}@${what}`,
      (what) => `Identity: ${what}`,
      (what) => `Geolocation: <cid:${what}>`,
      (what) => what,
    ]
    fc.assert(
      fc.property(fc.oneof(secret, ip4, ip6, number), fc.constantFrom(...carriers), (what, carry) => {
        const text = redacted(message(`SIP/2.0 200 ${what}`, carry(what)))
        expect(text).not.toContain(what)
      }),
      { numRuns: 500 },
    )
  })

  test('in bodies of any kind', () => {
    const bodies: readonly ((what: string) => string)[] = [
      (what) => `Signal=${what}\r\nDuration=160\r\n`,
      (what) => what,
      (what) => `SIP/2.0 200 ${what}\r\nContact: <sip:${what}@x>`,
      (what) => `<xml>${what}</xml>`,
      (what) =>
        `v=0\r\no=${what} 1 1 IN IP4 ${what}\r\ns=${what}\r\ni=${what}\r\nu=${what}\r\ne=${what}\r\np=${what}\r\nc=IN IP4 ${what}`,
      (what) =>
        `v=0\r\nm=audio 9 RTP/AVP 0 ${what}\r\na=candidate:${what} 1 udp 1 ${what} 9 typ host raddr ${what}\r\na=ice-pwd:${what}`,
      (what) =>
        `v=0\r\na=ice-ufrag:${what}\r\na=fingerprint:sha-256 ${what}\r\na=crypto:1 AES inline:${what}\r\nk=clear:${what}`,
      (what) => `v=0\r\na=ssrc:1 cname:${what}\r\na=msid:${what} ${what}\r\na=rtcp:9 IN IP4 ${what}\r\na=${what}`,
      (what) => `v=0\r\n${what}`,
    ]
    fc.assert(
      fc.property(fc.oneof(secret, ip4, ip6, number, digits), fc.constantFrom(...bodies), (what, carry) => {
        expect(redacted(`INFO sip:x SIP/2.0\r\nCSeq: 1 INFO\r\n\r\n${carry(what)}`)).not.toContain(what)
      }),
      { numRuns: 500 },
    )
  })

  test('whatever comes, nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('\0', '\r', '\n', '\r\n', ' ', ':', '"', '<', ';', '\u{1f600}', 'v=0', 'SIP/2.0 200'),
        }),
        (noise) => void redacted(noise),
      ),
    )
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (head, body) => void redacted(`INVITE sip:x SIP/2.0\r\n${head}\r\n\r\nv=0\r\n${body}`),
      ),
    )
  })
})
