/** A way to send messages to the other window of a pair. */
export interface Transport {
  post(message: unknown): void
  close(): void
}

/** What of a BroadcastChannel is used, so that a test can stand in for it. */
export interface Channel {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
  close(): void
}

const newChannel = (name: string): Channel => new BroadcastChannel(name)

/** Through the browser, to all windows of this origin that know the name; null where the browser has no such thing, or forbids it. */
export function overChannel(
  name: string,
  listen: (content: unknown) => void,
  create: (name: string) => Channel = newChannel,
): Transport | null {
  try {
    const channel = create(name)
    channel.addEventListener('message', ({ data }) => listen(data))
    let open = true
    return {
      // a closed channel takes no message, and says so loudly
      post: (message) => {
        if (open) channel.postMessage(message)
      },
      close: () => {
        open = false
        channel.close()
      },
    }
  } catch {
    return null
  }
}

/** What of a window is used, so that a test can stand in for it. */
export interface Partner {
  readonly closed: boolean
  postMessage(message: unknown, origin: string): void
}

/** What is used of the window that listens. */
export interface Ear {
  readonly origin: string
  addEventListener(type: 'message', listener: (event: Arrival) => void): void
  removeEventListener(type: 'message', listener: (event: Arrival) => void): void
}

/** What arrived: whether the source is a window is for the listener to see. */
export interface Arrival {
  readonly data: unknown
  readonly origin: string
  readonly source: unknown
}

const isPartner = (source: unknown): source is Partner =>
  typeof source === 'object' && source !== null && 'postMessage' in source && 'closed' in source

/** From window to window: from the one that opened the other, and back. */
export interface WindowTransport extends Transport {
  /** Talks with one more window. */
  add(partner: Partner | null): void
}

/**
 * Works between files on a disk, where there are no channels. Only a window of the same origin that knows the name is listened to: the name is a
 * secret of the pair, and with it a window that was reloaded, and no longer knows which one it had opened, is found again.
 */
export function overWindows(name: string, listen: (content: unknown) => void, ear: Ear): WindowTransport {
  const partners = new Set<Partner>()
  // an opaque origin cannot be addressed; whoever is at home in such a window then hears what is shown
  const to = ear.origin === 'null' ? '*' : ear.origin
  const hear = ({ data, origin, source }: Arrival): void => {
    if (origin !== ear.origin || typeof data !== 'object' || data === null) return
    if (!('pair' in data) || data.pair !== name || !('message' in data) || !isPartner(source)) return
    partners.add(source)
    listen(data.message)
  }
  ear.addEventListener('message', hear)
  return {
    add: (partner) => {
      if (partner !== null) partners.add(partner)
    },
    post: (message) => {
      for (const partner of partners)
        if (partner.closed) partners.delete(partner)
        else partner.postMessage({ pair: name, message }, to)
    },
    close: () => ear.removeEventListener('message', hear),
  }
}
