/** Starts a worker from its script's address; throws where workers are forbidden. In the single file the address is a `blob:` of text in the page, which on a disk runs as a classic script only. */
export const startWorker = (address: string): Worker =>
  new Worker(address, { type: address.startsWith('blob:') ? 'classic' : 'module' })
