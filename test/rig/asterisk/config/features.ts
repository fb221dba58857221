import { section } from './section.ts'

/** What a caller may dial within a call; two keys each, so that a single # goes through to the other side. */
export const featuresConf = () => section('[featuremap]', { blindxfer: '##', atxfer: '*2' })
