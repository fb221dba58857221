// The few globals core uses exist in every browser, worker, Node, Deno and Bun; core compiles without DOM and Node types.
declare function setTimeout(run: () => void, ms: number): unknown
declare function clearTimeout(timer: unknown): void
declare const crypto: { getRandomValues<T extends Uint8Array>(bytes: T): T }
interface AbortSignal {
  readonly aborted: boolean
}

declare class AbortController {
  readonly signal: AbortSignal
  abort(): void
}
