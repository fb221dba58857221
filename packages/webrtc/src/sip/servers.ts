/** An exchange among several: those with more weight are tried first more often. */
export interface SipServer {
  /** SIP over WebSocket: `wss://…`. */
  readonly url: string
  /** Its share of the connections, above 0; default 1. */
  readonly weight?: number
}

/**
 * Gives one address after the other, each once a round: in the order given, or, where one has a weight, by chance in
 * proportion to the weights (RFC 2782).
 */
export function createServers(servers: readonly SipServer[], random = Math.random): () => string {
  const isWeighted = servers.some(({ weight }) => weight !== undefined)
  let round: readonly SipServer[] = []
  return () => {
    if (round.length === 0) round = isWeighted ? shuffled(servers, random) : servers
    const [next, ...rest] = round
    round = rest
    return next?.url ?? ''
  }
}

function shuffled(servers: readonly SipServer[], random: () => number): readonly SipServer[] {
  // a weight as the rate of a race: who has twice the weight comes first twice as often
  const drawn = servers.map((server) => ({ server, arrival: -Math.log(1 - random()) / (server.weight ?? 1) }))
  return drawn.sort((a, b) => a.arrival - b.arrival).map(({ server }) => server)
}
