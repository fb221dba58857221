import * as z from 'zod/mini'

/** RFC 3339 with a time zone, not before the year 1. */
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/** A moment as it is written. */
export const momentText = z.string().check(z.regex(rfc3339))

/** A moment: RFC 3339 with a time zone on the wire, milliseconds since the Unix epoch in the program. */
export const time = z.codec(momentText, z.number(), {
  // the 30th of February is no number, and is refused by the schema behind this; Date.parse takes it for March
  decode: (text) =>
    new Date(text.slice(0, 10)).getUTCDate() === Number(text.slice(8, 10)) ? Date.parse(text) : Number.NaN,
  encode: (ms) => new Date(ms).toISOString(),
})

/** A text of at most `max` characters. */
export const text = (max: number) => z.string().check(z.maxLength(max))

/** A text of 1 to `max` characters. */
export const filled = (max: number) => z.string().check(z.minLength(1), z.maxLength(max))

/** An id the server made; nothing may be read into it. */
export const id = filled(128)

export const numberPattern = /^\+?[0-9*#]{1,32}(;ext=\d{1,10})?$/

/** A number as it can be dialled: E.164, an extension, a short number or a `*` code; RFC 3966 without `tel:`. */
export const number = z.string().check(z.regex(numberPattern))

/** Where a picture is: a path of this server, or an address elsewhere. */
export const link = z.string().check(z.maxLength(2048), z.regex(/^(https?:\/\/|\/)[^\s\\]+$/))

export const email = z.string().check(z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+$/))

/** A list of at most `max` things. */
export const list = <Item extends z.ZodMiniType>(item: Item, max = 1000) =>
  constant(z.array(item).check(z.maxLength(max)))

/** A list nobody changes, said in its type only: `z.readonly` would freeze each and weighs more. */
const constant = <Item extends z.ZodMiniType>(array: z.ZodMiniArray<Item>) =>
  array as z.ZodMiniType<readonly z.output<Item>[], readonly z.input<Item>[]>

/** A whole number. */
export const integer = (min: number, max: number) => z.number().check(z.multipleOf(1), z.gte(min), z.lte(max))

/** May be absent, and is never `undefined` or `null`. */
export const maybe = z.exactOptional

/** Some of these words, in a query string with commas between. */
export const commas = <const Word extends string>(words: readonly Word[]) =>
  z.codec(z.string(), constant(z.array(z.enum(words))), {
    // what is not one of the words is refused by the schema behind this
    decode: (text) => text.split(',') as z.util.EnumValue[] as Word[],
    encode: (items) => items.join(),
  })

/** A whole number in a query string. */
export const whole = (min: number, max: number) =>
  z.codec(z.string().check(z.regex(/^\d{1,9}$/)), z.number().check(z.gte(min), z.lte(max)), {
    decode: Number,
    encode: String,
  })
