export { openScriptedExchange } from './exchange.ts'
export type { Fault, Scene } from './scene.ts'
