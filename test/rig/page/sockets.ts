/** The WebSockets of this page, by whom they speak for. */
export interface Sockets {
  /** Closes those of a person; what uses them is told as if they broke. */
  breakOf(person: string): void
}

/** Looks on at every WebSocket that is made from now on. */
export function watchSockets(): Sockets {
  const owners = new Map<WebSocket, string>()
  const Native = globalThis.WebSocket

  class Watched extends Native {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      const [, user] = /^From:[^<]*<sip:([^@>]+)@/im.exec(String(data)) ?? []
      if (user !== undefined) owners.set(this, user)
      super.send(data)
    }
  }
  globalThis.WebSocket = Watched

  return {
    breakOf(person) {
      for (const [socket, owner] of owners) {
        if (owner !== person) continue
        owners.delete(socket)
        socket.close()
      }
    },
  }
}
