/** How a country writes its numbers: enough to make them international (E.164). */
export interface NumberPlan {
  /** The country's calling code, without plus: `'31'`. */
  readonly countryCode: string
  /** What stands before a national number and falls away internationally: `'0'`; empty where there is none. */
  readonly trunkPrefix: string
  /** What is dialled before a foreign number: `'00'`. */
  readonly internationalPrefix: string
  /** The fewest digits of a full national number, trunk prefix included; what is shorter stays as it is dialled. */
  readonly shortestNational: number
  /** Emergency and other numbers that are never rewritten. */
  readonly special: readonly string[]
}

const plan = (countryCode: string, trunkPrefix: string, shortestNational: number, special: string[]): NumberPlan => ({
  ...{ countryCode, trunkPrefix, shortestNational },
  internationalPrefix: countryCode === '1' ? '011' : '00',
  special: [...special, '112'],
})

/** The plan of the Netherlands, where nothing else is said; apart, so that a phone carries no other. */
export const netherlands: NumberPlan = /* @__PURE__ */ plan('31', '0', 10, ['116000', '116111', '116117', '116123'])

/** Number plans by ISO 3166 country; hand in your own plan for another country. */
export const numberPlans = {
  NL: netherlands,
  BE: /* @__PURE__ */ plan('32', '0', 9, ['100', '101']),
  DE: /* @__PURE__ */ plan('49', '0', 7, ['110']),
  FR: /* @__PURE__ */ plan('33', '0', 10, ['15', '17', '18']),
  GB: /* @__PURE__ */ plan('44', '0', 10, ['999', '111']),
  IE: /* @__PURE__ */ plan('353', '0', 8, ['999']),
  LU: /* @__PURE__ */ plan('352', '', 6, ['113']),
  AT: /* @__PURE__ */ plan('43', '0', 7, ['122', '133', '144']),
  CH: /* @__PURE__ */ plan('41', '0', 10, ['117', '118', '144']),
  ES: /* @__PURE__ */ plan('34', '', 9, ['091']),
  PT: /* @__PURE__ */ plan('351', '', 9, []),
  IT: /* @__PURE__ */ plan('39', '', 8, ['113', '115', '118']),
  DK: /* @__PURE__ */ plan('45', '', 8, []),
  SE: /* @__PURE__ */ plan('46', '0', 8, []),
  NO: /* @__PURE__ */ plan('47', '', 8, ['110', '113']),
  US: /* @__PURE__ */ plan('1', '1', 10, ['911', '988']),
} as const satisfies Record<string, NumberPlan>
