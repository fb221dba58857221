export { openScriptedExchange } from './exchange.ts'
export { eventually, type Fault, type Scene } from './scene.ts'
